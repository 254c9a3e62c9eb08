using System.Net;
using System.Text.Json.Nodes;
using Orchestrix.Cluster.Tests.Support;

namespace Orchestrix.Cluster.Tests.Tenants;

/// <summary>Whatever a tenant is called, it has its own and nothing of those whose names begin alike.</summary>
public sealed class TenantNameTests(TenantFixture bank) : IClassFixture<TenantFixture>
{
    /// <summary>As long as an id may be; with the longest name of a tenant before it, the longest key.</summary>
    private static readonly string LongId = new('i', 64);

    [Fact]
    public async Task Each_tenant_has_its_own_and_nothing_of_the_others()
    {
        var names = TenantFixture.OddNames;
        var heads = new Dictionary<string, long>();
        foreach (var (tenant, funds) in names.Select(static (name, index) => (name, 100 + index)))
        {
            await bank.OpenAsync(tenant, "alice", $"Alice of {tenant}", funds);
            heads[tenant] = await bank.OpenAsync(tenant, LongId, $"Bob of {tenant}", 1);
            var moved = await bank.TransferAsync(tenant, LongId, "alice", LongId, 10);
            Assert.Equal("completed", (string?)moved["status"]);
        }

        foreach (var (tenant, funds) in names.Select(static (name, index) => (name, 100 + index)))
        {
            Assert.Equal((funds - 10m, 11m),
                (await bank.BalanceAsync(tenant, "alice"), await bank.BalanceAsync(tenant, LongId)));
            var log = (await bank.GetAsync(tenant, "/ops/events?limit=500"))["events"]!.AsArray();
            Assert.NotEmpty(log);
            Assert.All(log, one => Assert.Equal(tenant, (string?)one!["tenant"]));
            Assert.All(log, static one => Assert.DoesNotContain('~', (string)one!["subject"]!));
            var owned = await OwnedAsync(tenant, $"Alice of {tenant}", heads[tenant]);
            Assert.Equal("alice", (string?)Assert.Single(owned)!["id"]);
            foreach (var other in names.Where(other => other != tenant))
                Assert.Empty(await OwnedAsync(tenant, $"Alice of {other}", heads[tenant]));
            // The whole key is the installation's word for it, and nobody else's.
            var stream = await bank.GetAsync(null, $"/streams/account/{tenant}~alice");
            Assert.Equal(tenant, (string?)stream["events"]![0]!["tenant"]);
        }
    }

    [Fact]
    public async Task The_beginning_of_a_key_of_another_tenant_opens_nothing()
    {
        await bank.OpenAsync("a", "alone", "Ada", 1);
        await bank.OpenAsync("ab", "b-alone", "Abe", 1);

        // With "b-alone" an `a` would be there, were keys put together without a separator or with a hyphen.
        foreach (var (tenant, id) in new[]
        {
            ("a", "b-alone"), ("a", "-alone"), ("a-", "alone"), ("ab", "alone"), ("0", "alone"), ("a--b", "alone"),
        })
        {
            using var missing = await bank.SendAsync(tenant, HttpMethod.Get, $"/accounts/{id}");
            Assert.Contains(missing.StatusCode, (HttpStatusCode[])[HttpStatusCode.NotFound, HttpStatusCode.BadRequest]);
        }
        foreach (var id in new[] { "a~alone", "ab~b-alone", "~alone", "b~b-alone", "a%7Ealone" })
        {
            using var malformed = await bank.SendAsync("a", HttpMethod.Get, $"/accounts/{id}");
            await HttpAssert.ProblemAsync(HttpStatusCode.BadRequest, "command.invalid", malformed);
            var found = await bank.GetAsync(
                "a", $"/ops/events?stream={Uri.EscapeDataString($"account/{Uri.UnescapeDataString(id)}")}");
            Assert.Empty(found["events"]!.AsArray());
        }
    }

    private async Task<JsonArray> OwnedAsync(string tenant, string owner, long atLeast) =>
        (await bank.GetAsync(tenant, $"/accounts?owner={Uri.EscapeDataString(owner)}", atLeast: atLeast))["accounts"]!
            .AsArray();
}
