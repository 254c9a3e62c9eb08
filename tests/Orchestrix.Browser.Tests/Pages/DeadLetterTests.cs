using Microsoft.Playwright;
using Orchestrix.Browser.Tests.Support;
using Orchestrix.DeadLetters;
using Orchestrix.PostgreSQL.DeadLetters;
using static Microsoft.Playwright.Assertions;

namespace Orchestrix.Browser.Tests.Pages;

/// <summary>What was given up on, and what a person does with it.</summary>
[Collection(OpsTests.Name)]
public sealed class DeadLetterTests(OpsFixture fixture)
{
    [Theory]
    [InlineData("Replay", "replay-requested")]
    [InlineData("Discard", "discarded")]
    public async Task A_letter_is_found_and_decided_about(string act, string state)
    {
        var item = Guid.NewGuid().ToString("N");
        await new PostgreSQLDeadLetterStore(fixture.Database.Application).OpenAsync(
            new NewDeadLetter
            {
                Kind = DeadLetterKind.Message,
                Source = "mails",
                Item = item,
                Reason = "timeout",
                Error = "The mail server did not answer.",
                Attempts = 3,
                FirstFailedAt = TimeProvider.System.GetUtcNow(),
                Payload = """{"amount":7}""",
            }, TestContext.Current.CancellationToken);
        await using var browser = await OpsBrowser.OpenAsync(fixture.Browser, fixture.Api);
        var page = browser.Page;
        await browser.GoAsync("/operations/dead-letters");
        await page.GetByLabel("Source").FillAsync("mails");
        await page.GetByRole(AriaRole.Button, new() { Name = "Show" }).ClickAsync();
        await page.Locator("#letters [data-key]", new() { HasText = item }).GetByRole(AriaRole.Link).ClickAsync();

        await Expect(page.Locator("#letter")).ToContainTextAsync("The mail server did not answer.");
        await Expect(page.GetByRole(AriaRole.Region, new() { Name = "Payload" })).ToContainTextAsync("\"amount\": 7");
        await page.GetByRole(AriaRole.Link, new() { Name = $"{act}…" }).ClickAsync();
        await page.GetByLabel("Why?").FillAsync("the server is\nback <b>");
        await page.GetByRole(AriaRole.Button, new() { Name = act }).ClickAsync();

        await Expect(page.Locator("#letter .tag").First).ToHaveTextAsync(state);
        await Expect(page.Locator(".timeline li")).ToContainTextAsync([act.ToLowerInvariant()]);
        await Expect(page.Locator(".timeline li")).ToContainTextAsync(["by key:tests"]);
        await Expect(page.Locator(".timeline li")).ToContainTextAsync(["the server is back <b>"]);
    }
}
