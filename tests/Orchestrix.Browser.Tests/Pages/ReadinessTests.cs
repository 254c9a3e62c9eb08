using System.Globalization;
using Microsoft.Playwright;
using Orchestrix.Browser.Tests.Support;
using Orchestrix.Cluster.Tests.Support;
using Orchestrix.PostgreSQL.Tests;
using static Microsoft.Playwright.Assertions;

namespace Orchestrix.Browser.Tests.Pages;

/// <summary>What silos and database measure of themselves, and what of it is waived.</summary>
[Collection(OpsTests.Name)]
public sealed class ReadinessTests(OpsFixture fixture)
{
    [Fact]
    public async Task What_is_not_ready_comes_first_with_how_to_mend_it()
    {
        await using var browser = await OpsBrowser.OpenAsync(fixture.Browser, fixture.Api);
        var page = browser.Page;
        await browser.GoAsync("/operations/readiness");
        await Expect(page.Locator("#empty")).ToContainTextAsync("Nothing was measured yet");
        await page.GetByLabel("Ready for").SelectOptionAsync("Production");
        await page.GetByRole(AriaRole.Button, new() { Name = "Measure" }).ClickAsync();

        // One silo is not three.
        var silos = page.Locator("[id='cluster.silos']");
        await Expect(silos.Locator(".tag").First).ToHaveTextAsync("failed");
        await Expect(silos).ToContainTextAsync("1 silos run; 3 are wanted");
        await Expect(silos).ToContainTextAsync("Start more silos");
        await Expect(page.Locator("[id='cluster.canary'] .tag")).ToHaveTextAsync("passed");
        await page.Locator("[id='cluster.canary'] summary").ClickAsync();
        await Expect(page.Locator("[id='cluster.canary'] details")).ToContainTextAsync("Everything else may look well");
        // In every group what failed comes first, and so do the groups.
        var groups = await page.Locator("#checks section").AllAsync();
        var firsts = new List<bool>();
        foreach (var group in groups)
        {
            var outcomes = await group.Locator("li > .tag").AllTextContentsAsync();
            firsts.Add(outcomes[0] == "failed");
            Assert.Equal(outcomes.OrderByDescending(static one => one == "failed"), outcomes);
        }
        Assert.Equal(firsts.OrderByDescending(static one => one), firsts);
        var failed = await page.Locator("#checks li > .tag.bad").CountAsync();
        await Expect(page.Locator("#counts .bad b")).ToHaveTextAsync(failed.ToString(CultureInfo.InvariantCulture));

        // What the page asks while it keeps itself up to date starts no saga.
        var canaries = await CanariesAsync();
        await page.WaitForResponseAsync(static answer => answer.Url.Contains("readiness", StringComparison.Ordinal));
        Assert.Equal(canaries, await CanariesAsync());
        await page.GetByLabel("Ready for").SelectOptionAsync("Development");
        await page.GetByRole(AriaRole.Button, new() { Name = "Measure again" }).ClickAsync();
        await Expect(silos.Locator(".tag").First).ToHaveTextAsync("not asked for");
    }

    [Fact]
    public async Task A_waiver_counts_until_its_day()
    {
        using var directory = new TemporaryDirectory();
        Directory.CreateDirectory(directory.Path);
        var file = Path.Combine(directory.Path, "waivers.json");
        var soon = $"{TimeProvider.System.GetUtcNow().AddDays(30):yyyy-MM-dd}";
        await File.WriteAllTextAsync(file, $$"""
            [{"check":"cluster.silos","owner":"ada","reason":"one machine","until":"{{soon}}"},
             {"check":"persistence.replica","owner":"bob","reason":"ordered","until":"2020-01-01"}]
            """, TestContext.Current.CancellationToken);
        await using var api = await BankApi.StartAsync(
            fixture.Silo.GatewayPort, "--Ops:IsEnabled=true", $"--Ops:WaiverFile={file}");
        await api.ReadyAsync();
        await using var browser = await OpsBrowser.OpenAsync(fixture.Browser, api);
        await browser.GoAsync("/operations/readiness?profile=Production");

        var silos = browser.Page.Locator("[id='cluster.silos']");
        await Expect(silos.Locator(".tag").First).ToHaveTextAsync("waived");
        await Expect(silos).ToContainTextAsync($"waived by ada until {soon}: one machine");
        var replica = browser.Page.Locator("[id='persistence.replica']");
        await Expect(replica.Locator(".tag").First).ToHaveTextAsync("failed");
        await Expect(replica).ToContainTextAsync("the waiver by bob ended on 2020-01-01");

        await Expect(browser.Page.Locator("#waivers")).ToContainTextAsync("let bob decide anew");

        await File.WriteAllTextAsync(file, """[{"check":"x"}]""", TestContext.Current.CancellationToken);
        await browser.GoAsync("/operations/readiness?profile=Production");
        await Expect(browser.Page.Locator("#waivers")).ToContainTextAsync("No waiver counts");
        await Expect(silos.Locator(".tag").First).ToHaveTextAsync("failed");
    }

    private Task<long> CanariesAsync() => fixture.Database.ScalarAsync<long>(
        "select count(*) from orchestrix.events where stream_id like 'orchestrix.canary/%'");
}
