using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Orchestrix.Browser.Tests.Support;
using static Microsoft.Playwright.Assertions;

namespace Orchestrix.Browser.Tests.Pages;

/// <summary>What all pages have in common: the frame, the keyboard, times, the theme, and what is not there.</summary>
[Collection(OpsTests.Name)]
public sealed partial class WindowTests(OpsFixture fixture)
{
    [Fact]
    public async Task Every_page_is_reached_by_keyboard_from_the_first_one()
    {
        await using var browser = await OpsBrowser.OpenAsync(fixture.Browser, fixture.Api);
        var page = browser.Page;
        await browser.GoAsync("/operations");

        await page.Keyboard.PressAsync("Tab");
        await Expect(page.Locator(".skip")).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator("main")).ToBeFocusedAsync();
        foreach (var name in new[] { "Events", "Sagas", "Dead letters", "Projections", "Cluster", "Readiness" })
        {
            await page.GetByRole(AriaRole.Link, new() { Name = name, Exact = true }).First.FocusAsync();
            await page.Keyboard.PressAsync("Enter");
            await Expect(page).ToHaveTitleAsync(new Regex($"^{name} "));
            await Expect(page.Locator("nav [aria-current=page]")).ToHaveTextAsync(name);
        }
    }

    [Fact]
    public async Task Times_are_those_of_whoever_looks_and_UTC_on_hover()
    {
        await using var tokyo = await OpsBrowser.OpenAsync(fixture.Browser, fixture.Api, zone: "Asia/Tokyo");
        await using var lima = await OpsBrowser.OpenAsync(fixture.Browser, fixture.Api, zone: "America/Lima");
        var times = new List<(string? Text, string? Title)>();
        foreach (var browser in new[] { tokyo, lima })
        {
            await browser.GoAsync("/operations/stream?id=account/payer");
            var time = browser.Page.Locator("#at-version time").First;
            await Expect(time).ToHaveTextAsync(new Regex("^[^-]*$"));
            times.Add((await time.TextContentAsync(), await time.GetAttributeAsync("title")));
        }

        Assert.NotEqual(times[0].Text, times[1].Text);
        Assert.Equal(times[0].Title, times[1].Title);
        Assert.Matches(Utc(), times[0].Title);
    }

    [Fact]
    public async Task The_theme_follows_the_system_until_one_is_chosen_and_then_stays()
    {
        await using var browser = await OpsBrowser.OpenAsync(fixture.Browser, fixture.Api, theme: ColorScheme.Dark);
        var page = browser.Page;
        await browser.GoAsync("/operations");
        var dark = await BackgroundAsync(page);

        await page.GetByLabel("Theme").SelectOptionAsync("light");
        var light = await BackgroundAsync(page);
        await browser.GoAsync("/operations/cluster");

        Assert.NotEqual(dark, light);
        Assert.Equal(light, await BackgroundAsync(page));
        await page.GetByLabel("Theme").SelectOptionAsync("auto");
        Assert.Equal(dark, await BackgroundAsync(page));
    }

    [Theory]
    [InlineData("/operations/nothing", "There is no such page.")]
    [InlineData("/operations/stream?id=account/never", "The log has no event of this stream.")]
    [InlineData("/operations/stream?id=x", "The address names no stream")]
    [InlineData("/operations/event?position=99999999", "The log has no event at this position.")]
    [InlineData("/operations/event?position=x", "The log has no event at this position.")]
    [InlineData("/operations/saga?id=account/payer", "No saga was started under this id.")]
    [InlineData("/operations/dead-letter?id=99999", "No dead letter has this id.")]
    [InlineData("/operations/act/saga?id=transfer/6&act=explode", "There is no such saga, or no such act.")]
    [InlineData("/operations/act/projection?name=none&act=rebuild", "There is no such projection, or no such act.")]
    public async Task What_is_not_there_is_said(string address, string text)
    {
        await using var browser = await OpsBrowser.OpenAsync(fixture.Browser, fixture.Api);

        Assert.Equal(404, await browser.GoAsync(address));
        await Expect(browser.Page.GetByRole(AriaRole.Alert)).ToContainTextAsync(text);
    }

    private static Task<string> BackgroundAsync(IPage page) =>
        page.EvaluateAsync<string>("getComputedStyle(document.body).backgroundColor");

    [GeneratedRegex(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$")]
    private static partial Regex Utc();
}
