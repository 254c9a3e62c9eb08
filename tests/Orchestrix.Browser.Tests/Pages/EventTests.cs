using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Orchestrix.Browser.Tests.Support;
using Orchestrix.Cluster.Tests.Support;
using static Microsoft.Playwright.Assertions;

namespace Orchestrix.Browser.Tests.Pages;

/// <summary>The log, streams, and conversations.</summary>
[Collection(OpsTests.Name)]
public sealed class EventTests(OpsFixture fixture)
{
    private readonly string _id = $"e-{Guid.NewGuid():N}";

    [Fact]
    public async Task The_log_is_filtered_and_follows_by_itself_until_it_is_held()
    {
        await fixture.OpenAsync(_id);
        await using var browser = await OpsBrowser.OpenAsync(fixture.Browser, fixture.Api);
        var page = browser.Page;
        await browser.GoAsync("/operations/events");
        await page.GetByLabel("Stream begins with").FillAsync($"account/{_id}");
        await page.GetByRole(AriaRole.Button, new() { Name = "Show" }).ClickAsync();
        var rows = page.Locator("#events [data-key]");
        await Expect(rows).ToHaveCountAsync(1);

        await rows.First.GetByRole(AriaRole.Link).First.FocusAsync();
        await fixture.DepositAsync(_id, 5, ("Idempotency-Key", $"{_id}-pay"));
        await Expect(rows).ToHaveCountAsync(2);
        await Expect(rows.First).ToContainTextAsync("account.money-deposited");
        // What had the focus has it still, though a row came above.
        await Expect(rows.Nth(1).GetByRole(AriaRole.Link).First).ToBeFocusedAsync();

        var live = page.GetByRole(AriaRole.Button, new() { Name = "Live" });
        await live.ClickAsync();
        await Expect(live).ToHaveAttributeAsync("aria-pressed", "false");
        await fixture.DepositAsync(_id, 5);
        await page.GetByLabel("Event type").FillAsync("account.opened");
        await page.GetByRole(AriaRole.Button, new() { Name = "Show" }).ClickAsync();
        await Expect(page.Locator("#events .strong")).ToHaveTextAsync(["account.opened"]);
        await Expect(live).ToHaveAttributeAsync("aria-pressed", "false");

        await browser.GoAsync($"/operations/events?command={_id}-pay");
        await Expect(rows).ToHaveCountAsync(1);
        await browser.GoAsync($"/operations/events?stream=account/{_id}&actor=nobody");
        await Expect(page.Locator("#empty")).ToContainTextAsync("No event matches");
    }

    [Fact]
    public async Task What_people_have_written_is_text_and_no_markup()
    {
        const string written = "<img src=x onerror=alert(1)><script>alert(2)</script>";
        await HttpAssert.SuccessAsync(HttpStatusCode.Created, await fixture.Api.PostAsync(
            "/accounts", new JsonObject { ["id"] = _id, ["owner"] = written, ["currency"] = "EUR" }.ToJsonString()));
        await using var browser = await OpsBrowser.OpenAsync(fixture.Browser, fixture.Api);
        var page = browser.Page;
        page.Dialog += static (_, _) => Assert.Fail("A script ran.");

        await browser.GoAsync($"/operations/stream?id=account/{_id}");
        foreach (var region in new[] { "Payload", "State" })
            await Expect(page.GetByRole(AriaRole.Region, new() { Name = region })).ToContainTextAsync(written);
        await Expect(page.Locator("#difference ins", new() { HasText = written })).ToHaveCountAsync(1);
        var sent = Uri.EscapeDataString($"\"><i>{written}");
        foreach (var path in new[]
        {
            $"/operations/events?stream={sent}&type={sent}", $"/operations/correlation?id={sent}",
            $"/operations/saga?id={sent}", $"/operations/act/projection?act=rebuild&name={sent}",
        })
        {
            await browser.GoAsync(path);
            await Expect(page.Locator("main img, main script, main i")).ToHaveCountAsync(0);
        }
    }

    [Fact]
    public async Task Older_events_are_a_page_away()
    {
        await using var browser = await OpsBrowser.OpenAsync(fixture.Browser, fixture.Api);
        await fixture.OpenAsync(_id);
        for (var count = 0; count < 55; count++)
            await fixture.DepositAsync(_id, 1);
        await browser.GoAsync($"/operations/events?stream=account/{_id}");
        var rows = browser.Page.Locator("#events [data-key]");
        await Expect(rows).ToHaveCountAsync(50);

        await browser.Page.GetByRole(AriaRole.Link, new() { Name = "Older events" }).ClickAsync();

        await Expect(rows).ToHaveCountAsync(6);
        await Expect(rows.Last).ToContainTextAsync("account.opened");
        await browser.Page.GetByRole(AriaRole.Link, new() { Name = "Back to the newest" }).ClickAsync();
        await Expect(rows).ToHaveCountAsync(50);

        await browser.GoAsync($"/operations/stream?id=account/{_id}");
        var history = browser.Page.Locator(".timeline li");
        await Expect(history).ToHaveCountAsync(50);
        await browser.Page.GetByRole(AriaRole.Link, new() { Name = "Older", Exact = true }).ClickAsync();
        await Expect(history).ToHaveCountAsync(6);
        await Expect(browser.Page.Locator("#version")).ToHaveTextAsync("Version 6: account.money-deposited");
        await browser.Page.GetByRole(AriaRole.Link, new() { Name = "Newer", Exact = true }).ClickAsync();
        await Expect(browser.Page.Locator("#version")).ToHaveTextAsync("Version 7: account.money-deposited");
        await Expect(history).ToHaveCountAsync(50);
    }

    [Fact]
    public async Task A_stream_is_seen_at_every_version_with_what_changed()
    {
        await fixture.OpenAsync(_id);
        await fixture.DepositAsync(_id, 10);
        await fixture.DepositAsync(_id, 7, ("X-Correlation-Id", $"{_id}-talk"), ("Idempotency-Key", $"{_id}-key"));
        await using var browser = await OpsBrowser.OpenAsync(fixture.Browser, fixture.Api);
        var page = browser.Page;
        await browser.GoAsync($"/operations/stream?id=account/{_id}");
        var balance = page.Locator("#difference tr", new() { HasText = "balance.amount" }).First;

        await Expect(balance.Locator("del")).ToHaveTextAsync("10.00");
        await Expect(balance.Locator("ins")).ToHaveTextAsync("17.00");
        await Expect(page.GetByRole(AriaRole.Region, new() { Name = "State" })).ToContainTextAsync("17.00");
        await Expect(page.GetByRole(AriaRole.Region, new() { Name = "Payload" })).ToContainTextAsync("7.00");
        await Expect(page.Locator("#at-version dl")).ToContainTextAsync($"{_id}-key");

        await page.GetByRole(AriaRole.Link, new() { Name = "Version 2", Exact = true }).ClickAsync();
        await Expect(balance.Locator("del")).ToHaveTextAsync("0.00");
        await Expect(balance.Locator("ins")).ToHaveTextAsync("10.00");
        await Expect(page.GetByRole(AriaRole.Region, new() { Name = "State" })).Not.ToContainTextAsync("17.00");

        await page.GetByRole(AriaRole.Link, new() { Name = "Newest" }).ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = $"{_id}-talk" }).ClickAsync();
        await Expect(page.Locator(".timeline li")).ToHaveCountAsync(1);
        await page.Locator(".timeline a").First.ClickAsync();
        await Expect(page).ToHaveURLAsync(new Regex(@"/operations/stream\?id=account%2F.*&version=3$"));
    }
}
