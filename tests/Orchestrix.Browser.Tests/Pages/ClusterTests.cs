using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Orchestrix.Browser.Tests.Support;
using Orchestrix.Cluster.Tests.Support;
using Orchestrix.PostgreSQL.Tests;
using Orchestrix.PostgreSQL.Tests.Projections;
using static Microsoft.Playwright.Assertions;

namespace Orchestrix.Browser.Tests.Pages;

/// <summary>Rates, projections, silos, and what is seen when they are gone.</summary>
[Collection(OpsTests.Name)]
public sealed partial class ClusterTests(OpsFixture fixture, PostgresFixture postgres)
{
    private const int Deposited = 6_000;

    [Fact]
    public async Task The_overview_counts_and_draws_what_happens()
    {
        await using var browser = await OpsBrowser.OpenAsync(fixture.Browser, fixture.Api);
        var page = browser.Page;
        await browser.GoAsync("/operations");
        var head = page.Locator("#overview .facts b").First;
        var before = await head.TextContentAsync();
        await Expect(page.Locator("#overview .facts")).ToContainTextAsync("parked sagas");

        await fixture.OpenAsync($"o-{Guid.NewGuid():N}");

        await Expect(head).Not.ToHaveTextAsync(before!);
        foreach (var chart in new[] { "events", "commands", "lag" })
            await Expect(page.Locator($"#chart-{chart} polyline")).ToHaveAttributeAsync("points", Line());
        await Expect(page.Locator("#chart-latency .legend")).ToContainTextAsync("median");
        await Expect(page.Locator("#chart-latency polyline.p99").First).ToHaveAttributeAsync("points", Point());
    }

    [Fact]
    public async Task A_projection_is_rebuilt_and_tells_how_far_it_is()
    {
        await using var browser = await OpsBrowser.OpenAsync(fixture.Browser, fixture.Api);
        var page = browser.Page;
        await browser.GoAsync("/operations/projections");
        var card = page.Locator("#projection-bank-totals");
        await Expect(card).ToContainTextAsync("version 1, table 1");
        await Expect(page.Locator("[data-key='orchestrix.saga-index'], [aria-label=Subscriptions] [data-key]").First)
            .ToBeVisibleAsync();
        await card.GetByRole(AriaRole.Link, new() { Name = "Rebuild…" }).ClickAsync();

        await page.GetByLabel("in any case").CheckAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Rebuild" }).ClickAsync();

        await Expect(card).ToContainTextAsync("Asked for by key:tests");
        await Expect(card).ToContainTextAsync("Rebuild: activated");
        await Expect(card).ToContainTextAsync("version 1, table 2");
        await Expect(card).ToContainTextAsync("all equal");
        await browser.ShootAsync("projections-after-rebuild");
    }

    [Fact]
    public async Task A_rebuild_that_is_under_way_tells_how_far_it_is_and_is_cancelled()
    {
        // A database of its own: the gate holds rebuilds of the first generation only.
        await using var database = await postgres.CreateDatabaseAsync();
        await using var silo = OpsFixture.StartSilo(database);
        await silo.UntilAsync("/health/ready", 200);
        // The API as it runs in production: a process of its own.
        await using var api = ApiProcess.Start(silo.GatewayPort, ("Ops__IsEnabled", "true"));
        await api.ReadyAsync();
        await Deposits.WriteAsync(database, Deposited);
        await using var browser = await OpsBrowser.OpenAsync(fixture.Browser, api.Http.BaseAddress!);
        var page = browser.Page;
        await browser.GoAsync("/operations/projections");
        var card = page.Locator("#projection-bank-totals");
        await Expect(card).ToContainTextAsync($"{Deposited} of {Deposited}", new() { Timeout = 30_000 });
        // It has handled a batch of 5,000 and waits before the rest.
        await using var gate = await RebuildGate.CloseAsync(database, "bank-totals", beyond: 5_000);

        await card.GetByRole(AriaRole.Link, new() { Name = "Rebuild…", Exact = true }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Rebuild" }).ClickAsync();
        await gate.ReachedAsync();

        await Expect(card).ToContainTextAsync("Rebuild: running");
        var progress = card.GetByRole(AriaRole.Progressbar);
        // That it was asked for is an event as well.
        await Expect(progress).ToHaveAttributeAsync("max", $"{Deposited + 1}");
        await Expect(progress).ToHaveAttributeAsync("value", "5000");
        await Expect(card).ToContainTextAsync("events per second");
        await Expect(card.GetByRole(AriaRole.Link, new() { Name = "Rebuild…", Exact = true })).ToHaveCountAsync(0);
        await browser.ShootAsync("projections-rebuilding");
        await card.GetByRole(AriaRole.Link, new() { Name = "Cancel the rebuild…" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Cancel the rebuild" }).ClickAsync();
        // It was asked for before the rebuild goes on.
        await Expect(card).ToContainTextAsync(new Regex("Rebuild: cancel(ling|led)"));
        await gate.OpenAsync();

        await Expect(card).ToContainTextAsync("Rebuild: cancelled");
        await Expect(card).ToContainTextAsync("version 1, table 1");
        await Expect(card.GetByRole(AriaRole.Link, new() { Name = "Rebuild…", Exact = true })).ToBeVisibleAsync();
    }

    [Fact]
    public async Task The_cluster_and_its_readiness_are_told()
    {
        await using var browser = await OpsBrowser.OpenAsync(fixture.Browser, fixture.Api);
        var page = browser.Page;
        await browser.GoAsync("/operations/cluster");
        await Expect(page.Locator("[aria-label=Silos] [data-key]")).ToHaveCountAsync(1);
        await Expect(page.Locator("[aria-label=Silos] .tag")).ToHaveTextAsync("active");
        await Expect(page.Locator("[aria-label=Grains]")).ToContainTextAsync("SagaWatchdogGrain");

        await browser.GoAsync("/operations/readiness");
        await Expect(page.Locator("#readiness .tag").First).ToHaveTextAsync("healthy");
    }

    [Fact]
    public async Task A_page_says_that_the_silo_is_gone_and_comes_back_with_it()
    {
        await using var database = await postgres.CreateDatabaseAsync();
        await using var silo = OpsFixture.StartSilo(database);
        await silo.UntilAsync("/health/ready", 200);
        await using var api = await BankApi.StartAsync(silo.GatewayPort, "--Ops:IsEnabled=true");
        await api.ReadyAsync();
        await using var browser = await OpsBrowser.OpenAsync(fixture.Browser, api);
        var page = browser.Page;
        await browser.GoAsync("/operations/events");
        await Expect(page.Locator("#empty")).ToContainTextAsync("The log is empty");

        silo.KillAtOnce();

        await Expect(page.Locator("#trouble")).ToContainTextAsync("No silo answers");
        Assert.Equal(503, await browser.GoAsync("/operations"));
        await browser.ShootAsync("silo-gone");
        Assert.Equal(503, await browser.GoAsync("/operations/cluster"));
        await using var next = OpsFixture.StartSilo(database,
            ("Silo__SiloPort", silo.SiloPort.ToString(CultureInfo.InvariantCulture)),
            ("Silo__GatewayPort", silo.GatewayPort.ToString(CultureInfo.InvariantCulture)));
        await Expect(page.Locator("[aria-label=Silos] .tag").First)
            .ToHaveTextAsync("active", new() { Timeout = 60_000 });
    }

    [Fact]
    public async Task A_page_says_that_its_server_is_gone()
    {
        var api = await BankApi.StartAsync(fixture.Silo.GatewayPort, "--Ops:IsEnabled=true");
        await api.ReadyAsync();
        await using var browser = await OpsBrowser.OpenAsync(fixture.Browser, api);
        await browser.GoAsync("/operations");

        await api.DisposeAsync();

        await Expect(browser.Page.Locator("#lost")).ToBeVisibleAsync();
    }

    [GeneratedRegex(@"^[\d.]+,[\d.]+ ")]
    private static partial Regex Line();

    [GeneratedRegex(@"^[\d.]+,[\d.]+")]
    private static partial Regex Point();
}
