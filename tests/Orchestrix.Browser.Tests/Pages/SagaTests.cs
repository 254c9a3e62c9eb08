using System.Net;
using Microsoft.Playwright;
using Orchestrix.Browser.Tests.Support;
using static Microsoft.Playwright.Assertions;

namespace Orchestrix.Browser.Tests.Pages;

/// <summary>Parked sagas and their dead letters, which a person decides about.</summary>
[Collection(OpsTests.Name)]
public sealed class SagaTests(OpsFixture fixture)
{
    [Fact]
    public async Task Parked_sagas_come_first_and_lead_to_what_happened()
    {
        await using var browser = await OpsBrowser.OpenAsync(fixture.Browser, fixture.Api);
        await browser.GoAsync("/operations/sagas");
        var row = browser.Page.Locator("#sagas [data-key='transfer/6']");

        await Expect(browser.Page.Locator("#sagas [data-key] .tag").First).ToHaveTextAsync("parked");
        await Expect(row).ToContainTextAsync("credit");
        await row.GetByRole(AriaRole.Link).ClickAsync();

        await Expect(browser.Page.Locator("#saga .notice")).ToContainTextAsync("Parked at credit");
        await Expect(browser.Page.Locator("#timeline li")).ToContainTextAsync(
            ["started", "action debit", "action credit", "parked"]);
    }

    [Fact]
    public async Task A_saga_that_runs_is_cancelled()
    {
        var id = $"c-{Guid.NewGuid():N}";
        await fixture.OpenAsync($"from-{id}");
        await fixture.DepositAsync($"from-{id}", 9);
        Assert.Equal(HttpStatusCode.Accepted, (await fixture.Api.PostAsync("/transfers",
            $$"""
            {"from":"from-{{id}}","to":"x","amount":9,"currency":"EUR","partnerBank":"{{OpsFixture.SlowBank}}"}
            """,
            ("Idempotency-Key", id))).StatusCode);
        var saga = await fixture.SagaOfAsync($"from-{id}");
        await using var browser = await OpsBrowser.OpenAsync(fixture.Browser, fixture.Api);
        var page = browser.Page;
        await browser.GoAsync($"/operations/saga?id={saga}");
        await Expect(page.Locator("#saga .tag").First).ToHaveTextAsync("running");
        await Expect(page.Locator("#acts a")).ToHaveTextAsync(["Cancel…"]);
        await browser.ShootAsync("saga-running");

        await page.GetByRole(AriaRole.Link, new() { Name = "Cancel…" }).ClickAsync();
        await page.GetByLabel("Why?").FillAsync("the customer has called");
        await page.GetByRole(AriaRole.Button, new() { Name = "Cancel" }).ClickAsync();

        var entry = page.Locator("#timeline li", new() { HasText = "the customer has called" });
        await Expect(entry).ToContainTextAsync("by key:tests");
        await Expect(page.Locator("#acts")).ToHaveCountAsync(0);
        await Expect(page.Locator("#saga .notice")).ToContainTextAsync("To be cancelled");
        await browser.ShootAsync("saga-cancelled");
    }

    [Theory]
    [InlineData("1", "Retry…", "Retry", "retry", "completed")]
    [InlineData("2", "Skip…", "Skip", "skip", "completed")]
    [InlineData("3", "Mark as completed…", "Mark as completed", "complete", "completed")]
    [InlineData("4", "Mark as compensated…", "Mark as compensated", "complete", "compensated")]
    [InlineData("5", "Compensate…", "Compensate", "compensate", "parked")]
    public async Task An_act_asks_wants_a_reason_and_is_recorded(
        string key, string offer, string act, string recorded, string end)
    {
        await using var browser = await OpsBrowser.OpenAsync(fixture.Browser, fixture.Api);
        var page = browser.Page;
        await browser.GoAsync($"/operations/saga?id=transfer/{key}");
        await page.GetByRole(AriaRole.Link, new() { Name = offer }).ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Do nothing" }).ClickAsync();
        await Expect(page.Locator("#saga .tag").First).ToHaveTextAsync("parked");

        await page.GetByRole(AriaRole.Link, new() { Name = offer }).ClickAsync();
        // Past the browser's own check, which nobody has to have.
        await page.EvaluateAsync("document.querySelector('form.act').noValidate = true");
        await page.GetByRole(AriaRole.Button, new() { Name = act }).ClickAsync();
        await Expect(page.Locator("#problem")).ToContainTextAsync("Nothing was changed");
        await page.GetByLabel("Why?").FillAsync($"seen to {key}");
        await page.GetByRole(AriaRole.Button, new() { Name = act }).ClickAsync();

        var entry = page.Locator("#timeline li", new() { HasText = $"seen to {key}" });
        await Expect(entry).ToContainTextAsync("act");
        await Expect(entry.Locator(".tag")).ToHaveTextAsync(recorded);
        await Expect(entry).ToContainTextAsync("by key:tests");
        // What has no compensation and may have been done is a question to the person: the saga parks again.
        await Expect(page.Locator("#saga .tag").First).ToHaveTextAsync(end);
        await Expect(page.Locator("#acts")).ToHaveCountAsync(end == "parked" ? 1 : 0);
        await browser.ShootAsync($"saga-after-{act.Replace(' ', '-').ToLowerInvariant()}");
    }
}
