using System.Net;
using System.Text.Json;
using Bank.Client.Auth;
using Bank.Contracts.Security;
using Orchestrix.Cluster.Tests.Security;
using Orchestrix.Cluster.Tests.Support;

namespace Orchestrix.Cluster.Tests.Readiness;

/// <summary>Who may ask the API whether the installation is ready, and what it says.</summary>
public sealed class ReadinessApiTests(KeyFixture fixture) : IClassFixture<KeyFixture>
{
    private static readonly string _soon = $"{TimeProvider.System.GetUtcNow().AddDays(30):yyyy-MM-dd}";

    [Fact]
    public async Task An_operator_is_told_what_silos_measure()
    {
        using var response = await AskAsync("/ops/readiness?profile=staging", fixture.Keys[Roles.Operator]);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.True(response.Headers.CacheControl?.NoStore);
        var report = JsonElement.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.Equal("staging", report.GetProperty("profile").GetString());
        Assert.Equal(["cluster.reminders"], report.Ids("failed"));
        Assert.Contains("cluster.canary", report.Ids("passed"));
    }

    [Theory]
    [InlineData(null, HttpStatusCode.Unauthorized)]
    [InlineData(Roles.Reader, HttpStatusCode.Forbidden)]
    [InlineData(Roles.Teller, HttpStatusCode.Forbidden)]
    [InlineData(Roles.Admin, HttpStatusCode.OK)]
    public async Task Others_are_not(string? role, HttpStatusCode status)
    {
        using var response = await AskAsync("/ops/readiness", role is null ? null : fixture.Keys[role]);

        Assert.Equal(status, response.StatusCode);
    }

    [Fact]
    public async Task Waivers_count_until_their_day_as_for_the_command()
    {
        var path = Path.GetTempFileName();
        await using var api = await StartAsync("--Ops:IsEnabled=true", $"--Ops:WaiverFile={path}");
        await File.WriteAllTextAsync(
            path, $$"""
            [{"check":"cluster.reminders","owner":"ada","reason":"one machine","until":"{{_soon}}"},
             {"check":"cluster.silos","owner":"bob","reason":"ordered","until":"2020-01-01"},
             {"check":"backups.base","owner":"ada","reason":"measured by the command","until":"{{_soon}}"}]
            """, TestContext.Current.CancellationToken);

        var report = await ReportAsync(api);
        Assert.Equal(["cluster.reminders"], report.Ids("waived"));
        Assert.Equal(1, report.GetProperty("waived").GetInt32());
        Assert.Equal(report.Ids("failed").Length, report.GetProperty("failed").GetInt32());
        Assert.EndsWith(
            $"; waived by ada until {_soon}: one machine", report.Evidence("cluster.reminders"),
            StringComparison.Ordinal);
        Assert.EndsWith(
            "; the waiver by bob ended on 2020-01-01", report.Evidence("cluster.silos"), StringComparison.Ordinal);
        Assert.StartsWith(
            "The waiver of cluster.silos by bob ended on 2020-01-01", Assert.Single(Troubles(report)),
            StringComparison.Ordinal);

        await File.WriteAllTextAsync(path, "[{}]", TestContext.Current.CancellationToken);
        report = await ReportAsync(api);
        Assert.Equal(0, report.GetProperty("waived").GetInt32());
        Assert.StartsWith("No waiver counts.", Assert.Single(Troubles(report)), StringComparison.Ordinal);
        File.Delete(path);
    }

    [Fact]
    public async Task Where_operations_are_not_offered_there_is_nothing_and_nothing_is_told()
    {
        await using var api = await StartAsync("--Ops:IsEnabled=false");

        // Neither to an administrator nor to a stranger, and as any other address that does not exist.
        using var known = await api.GetAsync("/ops/readiness?profile=production");
        using var other = await api.GetAsync("/ops/of-nothing");
        using var stranger = await fixture.Anonymous.GetAsync(
            new Uri(api.Http.BaseAddress!, "/ops/readiness"), TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.NotFound, known.StatusCode);
        Assert.Equal(other.StatusCode, known.StatusCode);
        Assert.NotEqual(HttpStatusCode.OK, stranger.StatusCode);
        var text = await known.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.DoesNotContain("evidence", text, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("check", text, StringComparison.OrdinalIgnoreCase);
        using var document = await api.GetAsync("/openapi/v1.json");
        Assert.DoesNotContain(
            "readiness", await document.Content.ReadAsStringAsync(TestContext.Current.CancellationToken),
            StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task A_profile_that_does_not_exist_is_refused()
    {
        using var response = await AskAsync("/ops/readiness?profile=heaven", fixture.Keys[Roles.Operator]);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
    }

    private static string[] Troubles(JsonElement report) =>
        [.. report.GetProperty("waiverTroubles").EnumerateArray().Select(static one => one.GetString()!)];

    private static async Task<JsonElement> ReportAsync(BankApi api)
    {
        using var response = await api.GetAsync("/ops/readiness?profile=production");
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return JsonElement.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    /// <summary>Another API of the same silo.</summary>
    private async Task<BankApi> StartAsync(params string[] settings)
    {
        var api = await BankApi.StartAsync(fixture.GatewayPort, settings);
        await api.ReadyAsync();
        return api;
    }

    private async Task<HttpResponseMessage> AskAsync(string path, ApiKey? key)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (key is not null)
            request.Headers.Authorization = new("Bearer", key.Text);
        return await fixture.Anonymous.SendAsync(request, TestContext.Current.CancellationToken);
    }
}
