using System.Globalization;
using System.Net;
using Orchestrix.Browser.Tests.Support;
using Orchestrix.Cluster.Tests.Support;
using static Microsoft.Playwright.Assertions;

namespace Orchestrix.Browser.Tests.Pages;

/// <summary>Who may look and not act is refused, whatever they send; so is what no page of ours has sent.</summary>
[Collection(OpsTests.Name)]
public sealed class RoleTests(OpsFixture fixture)
{
    private static readonly string[] Acts =
    [
        .. new[] { "retry", "skip", "compensate", "complete", "compensated", "cancel" }
            .Select(static act => $"/operations/act/saga?id=transfer/6&act={act}"),
        .. new[] { "replay", "discard" }
            .Select(static act => $"/operations/act/dead-letter?id={{letter}}&act={act}"),
        .. new[] { "rebuild", "activate", "cancel" }
            .Select(static act => $"/operations/act/projection?name=bank-totals&act={act}"),
    ];

    public static TheoryData<string> Addresses { get; } = [.. Acts];

    [Theory]
    [MemberData(nameof(Addresses))]
    public Task A_reader_who_sends_an_act_is_refused(string act) => IsRefusedAsync(fixture.Reader.Text, act);

    [Theory]
    [MemberData(nameof(Addresses))]
    public Task A_teller_who_sends_an_act_is_refused(string act) => IsRefusedAsync(fixture.Teller.Text, act);

    [Theory]
    [MemberData(nameof(Addresses))]
    public async Task An_act_that_no_page_of_the_session_has_sent_is_refused(string act)
    {
        var address = await AddressAsync(act);
        using var admin = await OpsSession.OpenAsync(fixture.Api.Http.BaseAddress!, TestKey.Text);
        var before = await StandAsync();

        using var answer = await admin.PostBareAsync(address, "act", ("Reason", "because"), ("Activation", "Always"));

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal(before, await StandAsync());
    }

    [Fact]
    public async Task A_reader_is_offered_no_act()
    {
        var letter = await LetterAsync();
        await using var browser = await OpsBrowser.OpenAsync(
            fixture.Browser, fixture.Api, key: fixture.Reader.Text);
        foreach (var (path, region) in new[]
        {
            ("/operations/saga?id=transfer/6", "#saga"), ($"/operations/dead-letter?id={letter}", "#letter"),
            ("/operations/projections", "#projections"),
        })
        {
            Assert.Equal(200, await browser.GoAsync(path));
            await Expect(browser.Page.Locator(region)).ToBeVisibleAsync();
            await Expect(browser.Page.Locator("main a[href*='/act/']")).ToHaveCountAsync(0);
        }
        await browser.GoAsync("/operations/readiness?profile=Development");
        await Expect(browser.Page.Locator("main")).ToContainTextAsync("Measuring needs the role operator");
        await Expect(browser.Page.Locator("#checks")).ToHaveCountAsync(0);
        Assert.Equal(403, await browser.GoAsync("/operations/act/saga?id=transfer/6&act=retry"));
        await browser.ShootAsync("may-not-act");
    }

    private async Task IsRefusedAsync(string key, string act)
    {
        var address = await AddressAsync(act);
        using var session = await OpsSession.OpenAsync(fixture.Api.Http.BaseAddress!, key);
        var before = await StandAsync();

        var (status, page) = await session.GetAsync(address);
        using var answer = await session.PostAsync(address, "act", ("Reason", "because"), ("Activation", "Always"));

        Assert.Equal(HttpStatusCode.Forbidden, status);
        Assert.DoesNotContain("<form method=\"post\" class=\"act\"", page, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        // The act's own answer, and not only the note above it.
        Assert.Contains(
            "id=\"problem\">You may look, but not act",
            await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.Equal(before, await StandAsync());
    }

    private async Task<string> AddressAsync(string act) => act.Replace(
        "{letter}", (await LetterAsync()).ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal);

    private Task<long> LetterAsync() => fixture.Database.ScalarAsync<long>(
        "select dead_letter_id from orchestrix.dead_letters where item = 'transfer/6'");

    /// <summary>What an act would change.</summary>
    private Task<string> StandAsync() => fixture.Database.ScalarAsync<string>(
        """
        select concat_ws(' ',
            (select count(*) from orchestrix.events where stream_id = 'transfer/6'),
            (select state from orchestrix.dead_letters where item = 'transfer/6'),
            (select count(*) from orchestrix.dead_letter_acts),
            (select string_agg(r::text, ',') from orchestrix.projection_rebuilds r))
        """);
}
