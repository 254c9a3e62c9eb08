using System.Net;
using System.Text.Json.Nodes;
using Orchestrix.Cluster.Tests.Support;
using static Orchestrix.Cluster.Tests.Tenants.TenantFixture;

namespace Orchestrix.Cluster.Tests.Tenants;

/// <summary>Two tenants of one installation that use the same ids and know nothing of each other.</summary>
public sealed class TenantTests(TenantFixture bank) : IClassFixture<TenantFixture>
{
    [Fact]
    public async Task The_same_id_is_an_account_of_each_tenant()
    {
        await bank.OpenAsync(Acme, "alice", "Alice of Acme", 100);
        await bank.OpenAsync(Globex, "alice", "Alice of Globex", 7);

        var acme = await bank.GetAsync(Acme, "/accounts/alice");
        var globex = await bank.GetAsync(Globex, "/accounts/alice");
        Assert.Equal(("alice", "Alice of Acme", 100m), Known(acme));
        Assert.Equal(("alice", "Alice of Globex", 7m), Known(globex));
        foreach (var path in new[]
        {
            "/accounts/alice?version=2", "/accounts/alice/statement", "/accounts/alice/events",
            "/streams/account/alice", "/streams/account/alice/state",
        })
        {
            var (own, other) = (await bank.GetAsync(Acme, path), await bank.GetAsync(Globex, path));
            Assert.NotEqual(own.ToJsonString(), other.ToJsonString());
            Assert.DoesNotContain("Globex", own.ToJsonString(), StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain("Acme", other.ToJsonString(), StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain("~", own.ToJsonString(), StringComparison.Ordinal);
        }
        Assert.Equal(
            "alice", (string?)(await bank.GetAsync(Acme, "/accounts/alice/statement"))["accountId"]);

        // A page leads to the next one by what the caller calls the stream.
        var page = await bank.GetAsync(Acme, "/streams/account/alice?limit=1");
        Assert.Equal("/streams/account/alice?from=2&limit=1", (string?)page["next"]);
        Assert.Equal("account/alice", (string?)page["events"]![0]!["subject"]);
    }

    [Fact]
    public async Task The_same_idempotency_key_is_a_command_of_each_tenant()
    {
        const string Key = "once";
        await bank.OpenAsync(Acme, "idem", "Ida", 1);
        await bank.OpenAsync(Globex, "idem", "Ida", 1);
        foreach (var (tenant, amount) in new[] { (Acme, 10), (Globex, 20), (Acme, 10), (Globex, 20) })
        {
            await bank.PostAsync(
                tenant, "/accounts/idem/deposits", $$"""{"amount":{{amount}},"currency":"EUR"}""", HttpStatusCode.OK,
                ("Idempotency-Key", Key));
        }
        Assert.Equal((11m, 21m), (await bank.BalanceAsync(Acme, "idem"), await bank.BalanceAsync(Globex, "idem")));

        // Without an id of its own an account's id comes from the key: the same in both, and two accounts.
        var opened = new List<string?>();
        foreach (var tenant in new[] { Acme, Globex })
        {
            opened.Add((string?)(await bank.PostAsync(
                tenant, "/accounts", $$"""{"owner":"Of {{tenant}}","currency":"EUR"}""", HttpStatusCode.Created,
                ("Idempotency-Key", Key))).Answer["owner"]);
        }
        Assert.Equal(["Of acme", "Of globex"], opened);
    }

    [Fact]
    public async Task An_etag_of_one_tenant_is_judged_by_the_account_of_the_other()
    {
        await bank.OpenAsync(Acme, "tagged", "Ada", 1);
        await bank.OpenAsync(Globex, "tagged", "Ada", 1);
        await bank.PostAsync(Globex, "/accounts/tagged/deposits", """{"amount":1,"currency":"EUR"}""");

        using var same = await bank.SendAsync(
            Acme, HttpMethod.Get, "/accounts/tagged", null, ("If-None-Match", "\"2\""));
        using var newer = await bank.SendAsync(
            Acme, HttpMethod.Get, "/accounts/tagged", null, ("If-None-Match", "\"3\""));
        Assert.Equal((HttpStatusCode.NotModified, HttpStatusCode.OK), (same.StatusCode, newer.StatusCode));
    }

    [Fact]
    public async Task Money_moves_within_a_tenant_and_never_out_of_it()
    {
        await bank.OpenAsync(Acme, "payer", "Pia", 100);
        await bank.OpenAsync(Acme, "payee", "Pia", 1);
        await bank.OpenAsync(Globex, "payer", "Gus", 100);
        await bank.OpenAsync(Globex, "only-globex", "Gus", 50);

        var inside = await bank.TransferAsync(Acme, "same-transfer", "payer", "payee", 30);
        Assert.Equal(("same-transfer", "completed"), ((string?)inside["id"], (string?)inside["status"]));
        var other = await bank.TransferAsync(Globex, "same-transfer", "payer", "only-globex", 5);
        Assert.Equal("completed", (string?)other["status"]);
        var across = await bank.TransferAsync(Acme, "across", "payer", "only-globex", 10);
        Assert.Equal(("compensated", "account.not-found"), ((string?)across["status"], (string?)across["reasonCode"]));
        foreach (var to in new[] { "globex~only-globex", "globex%7Eonly-globex", "../globex~only-globex" })
        {
            using var refused = await bank.SendAsync(
                Acme, HttpMethod.Post, "/transfers",
                $$"""{"from":"payer","to":"{{to}}","amount":1,"currency":"EUR"}""");
            await HttpAssert.ProblemAsync(HttpStatusCode.BadRequest, "command.invalid", refused);
        }
        var partner = await bank.TransferAsync(Acme, "out", "payer", "far-away", 20, "other-bank");
        Assert.Equal("completed", (string?)partner["status"]);

        Assert.Equal(
            (50m, 31m, 95m, 55m),
            (await bank.BalanceAsync(Acme, "payer"), await bank.BalanceAsync(Acme, "payee"),
                await bank.BalanceAsync(Globex, "payer"), await bank.BalanceAsync(Globex, "only-globex")));
        await AssertTenantsOfTheLogAsync();
    }

    [Fact]
    public async Task Read_models_show_a_tenant_its_own_and_the_installation_all()
    {
        await bank.OpenAsync(Globex, "m-1", "Mo", 1);
        await bank.OpenAsync(Acme, "m-1", "Mo", 1);
        await bank.OpenAsync(Acme, "m-3", "Mo", 1);
        var position = await bank.OpenAsync(Globex, "m-2", "Mo", 1000);

        var first = await bank.GetAsync(Acme, "/accounts?owner=Mo&limit=1", atLeast: position);
        Assert.Equal(["m-1"], Ids(first));
        Assert.Equal("/accounts?owner=Mo&after=m-1&limit=1", (string?)first["next"]);
        Assert.Equal(["m-3"], Ids(await bank.GetAsync(Acme, (string)first["next"]!)));
        Assert.Equal(["m-1", "m-2"], Ids(await bank.GetAsync(Globex, "/accounts?owner=Mo")));
        Assert.Equal(
            ["acme~m-1", "acme~m-3", "globex~m-1", "globex~m-2"], Ids(await bank.GetAsync(null, "/accounts?owner=Mo")));
        Assert.Equal(
            ["globex~m-1", "globex~m-2"],
            Ids(await bank.GetAsync(null, "/accounts?owner=Mo&after=acme~m-3")));
        using var cursor = await bank.SendAsync(Acme, HttpMethod.Get, "/accounts?owner=Mo&after=globex~a");
        await HttpAssert.ProblemAsync(HttpStatusCode.BadRequest, "command.invalid", cursor);

        var busiest = await bank.GetAsync(Acme, "/bank/activity?currency=EUR&limit=500", atLeast: position);
        var accounts = busiest["accounts"]!.AsArray().Select(static one => (string)one!["accountId"]!).ToArray();
        Assert.Contains("m-3", accounts);
        Assert.DoesNotContain("m-2", accounts);
        Assert.DoesNotContain(accounts, static one => one.Contains('~', StringComparison.Ordinal));

        Assert.Single((await bank.GetAsync(Globex, "/accounts/m-2/days", atLeast: position))["days"]!.AsArray());
        Assert.Empty((await bank.GetAsync(Acme, "/accounts/m-2/days", atLeast: position))["days"]!.AsArray());
    }

    [Fact]
    public async Task A_caller_of_no_tenant_has_accounts_of_its_own_and_sees_streams_by_their_whole_keys()
    {
        await bank.OpenAsync(null, "whole", "Wil", 3);
        await bank.OpenAsync(Acme, "whole", "Wim", 4);

        Assert.Equal(3m, await bank.BalanceAsync(null, "whole"));
        var state = await bank.GetAsync(null, "/streams/account/acme~whole/state");
        Assert.Equal(("account/acme~whole", "Wim"), ((string?)state["stream"], (string?)state["state"]!["owner"]));
        // Whoever moves a tenant's money is of that tenant.
        using var refused = await bank.SendAsync(
            null, HttpMethod.Post, "/accounts/acme~whole/withdrawals", """{"amount":1,"currency":"EUR"}""");
        await HttpAssert.ProblemAsync(HttpStatusCode.BadRequest, "command.invalid", refused);
    }

    /// <summary>Every event is recorded in the name of its stream's tenant, whoever caused it.</summary>
    private async Task AssertTenantsOfTheLogAsync() => Assert.Equal("", await bank.Database.ScalarAsync<string>(
        """
        select coalesce(string_agg(stream_id || ' of ' || coalesce(tenant, 'none'), ', '), '')
        from orchestrix.events
        where tenant is distinct from substring(stream_id from '^[^/]*/([a-z0-9-]+)~')
        """));

    private static (string?, string?, decimal) Known(JsonNode account) =>
        ((string?)account["id"], (string?)account["owner"], (decimal)account["balance"]!);

    private static string[] Ids(JsonNode found) =>
        [.. found["accounts"]!.AsArray().Select(static one => (string)one!["id"]!)];
}
