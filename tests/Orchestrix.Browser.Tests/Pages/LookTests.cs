using System.Globalization;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using Orchestrix.Browser.Tests.Support;

namespace Orchestrix.Browser.Tests.Pages;

/// <summary>How every page looks, in both themes, on a desk and on a phone, and to those who do not see it.</summary>
[Collection(OpsTests.Name)]
public sealed class LookTests(OpsFixture fixture)
{
    private static readonly Dictionary<string, string> Addresses = new()
    {
        ["overview"] = "/operations",
        ["events"] = "/operations/events",
        ["events-empty"] = "/operations/events?stream=nothing/",
        ["stream"] = "/operations/stream?id=account/looks&version=3",
        ["stream-saga"] = "/operations/stream?id=transfer/6",
        ["conversation"] = "/operations/correlation?id=looks",
        ["sagas"] = "/operations/sagas",
        ["saga"] = "/operations/saga?id=transfer/6",
        ["saga-act"] = "/operations/act/saga?id=transfer/6&act=retry",
        ["dead-letters"] = "/operations/dead-letters?state=Any",
        ["dead-letter"] = "/operations/dead-letter?id={letter}",
        ["dead-letter-act"] = "/operations/act/dead-letter?id={letter}&act=discard",
        ["projections"] = "/operations/projections",
        ["projection-act"] = "/operations/act/projection?name=account-balances&act=rebuild",
        ["cluster"] = "/operations/cluster",
        ["readiness"] = "/operations/readiness",
        ["readiness-measured"] = "/operations/readiness?profile=Production",
        ["sign-in"] = "/operations/sign-in",
        ["not-found"] = "/operations/saga?id=transfer/never",
    };

    public static TheoryData<string> Names { get; } = [.. Addresses.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_page_is_accessible_and_fits_its_window(string name)
    {
        if ((await fixture.Api.GetAsync("/accounts/looks")).StatusCode == System.Net.HttpStatusCode.NotFound)
        {
            await fixture.OpenAsync("looks");
            await fixture.DepositAsync("looks", 10, ("X-Correlation-Id", "looks"));
            await fixture.DepositAsync("looks", 20, ("X-Correlation-Id", "looks"));
        }
        var letter = await fixture.Database.ScalarAsync<long>(
            "select dead_letter_id from orchestrix.dead_letters where item = 'transfer/6'");
        var address = Addresses[name]
            .Replace("{letter}", letter.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal);
        foreach (var theme in new[] { ColorScheme.Light, ColorScheme.Dark })
        {
            foreach (var (device, width) in new[] { ("desk", 1280), ("phone", 360) })
            {
                await using var browser = await OpsBrowser.OpenAsync(
                    fixture.Browser, fixture.Api, width, 800, theme, key: name == "sign-in" ? null : "");
                await browser.GoAsync(address);
                if (name == "overview")
                    await Assertions.Expect(browser.Page.Locator("#chart-events polyline")).ToBeVisibleAsync();

                await browser.ShootAsync($"{name}-{theme}-{device}".ToLowerInvariant());

                var overflow = await browser.Page.EvaluateAsync<int>(
                    "document.documentElement.scrollWidth - document.documentElement.clientWidth");
                Assert.True(overflow <= 0, $"{name} is {overflow} pixels wider than {device} in {theme}.");
                var result = await browser.Page.RunAxe();
                Assert.Empty(result.Violations
                    .Where(static violation => violation.Impact is "serious" or "critical")
                    .Select(violation => $"{device} {theme}: {violation.Id}: {violation.Help}: "
                        + string.Join(' ', violation.Nodes.Take(3).Select(static node => node.Html))));
            }
        }
    }
}
