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
    [Fact]
    public async Task An_operator_is_told_what_silos_measure()
    {
        using var response = await AskAsync("/ops/readiness?profile=staging", fixture.Keys[Roles.Operator]);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
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
    public async Task A_profile_that_does_not_exist_is_refused()
    {
        using var response = await AskAsync("/ops/readiness?profile=heaven", fixture.Keys[Roles.Operator]);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
    }

    private async Task<HttpResponseMessage> AskAsync(string path, ApiKey? key)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (key is not null)
            request.Headers.Authorization = new("Bearer", key.Text);
        return await fixture.Anonymous.SendAsync(request, TestContext.Current.CancellationToken);
    }
}
