using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using Orchestrix.Cluster.Tests.Support;
using Orchestrix.Events;
using Orchestrix.PostgreSQL.EventStore;
using Orchestrix.PostgreSQL.Hosting;
using Orchestrix.PostgreSQL.Tests;
using Orchestrix.PostgreSQL.Tests.Projections;

namespace Orchestrix.Cluster.Tests.Projections;

/// <summary>A rebuild outlives the silo that works on it, and projections go on over a cluster of two.</summary>
[Collection(WholeMachine.Name)]
public sealed class RebuildUnderFireTests(PostgresFixture fixture)
{
    [Fact]
    public async Task A_rebuild_whose_silo_is_killed_is_gone_on_with_by_another_silo()
    {
        await using var database = await fixture.CreateDatabaseAsync();
        await FillAsync(database, accounts: 3_000);
        await using var one = Start(database);
        await using var other = Start(database);
        await one.UntilAsync("/health/ready", 200);
        await other.UntilAsync("/health/ready", 200);
        await using var api = await BankApi.StartAsync(
            one.GatewayPort,
            "--Ops:IsEnabled=true",
            "--Cluster:Clustering=PostgreSQL", "--ClusterTls:IsPlainAllowed=true",
            $"--ConnectionStrings:orleans={database.ApplicationConnectionString}");
        await api.ReadyAsync();
        await UntilAsync(api, static status => (string?)status["state"] == "current");
        // Two pages of 5,000 events: the silo is killed between them.
        await using var gate = await RebuildGate.CloseAsync(database, "account-balances", beyond: 5_000);

        using var asked = await api.PostAsync("/ops/projections/account-balances/rebuild", null);
        Assert.Equal(HttpStatusCode.Accepted, asked.StatusCode);
        await gate.ReachedAsync();
        var (_, running) = await StatusAsync(api);
        var owner = (string)running!["rebuild"]!["owner"]!;
        var isOne = owner.Contains($":{one.SiloPort}:", StringComparison.Ordinal);
        var (killed, left) = isOne ? (one, other) : (other, one);
        killed.KillAtOnce();
        await gate.OpenAsync();

        var done = await UntilAsync(api, static status => (string?)status["rebuild"]?["state"] == "activated");
        Assert.Contains($":{left.SiloPort}:", (string?)done["rebuild"]!["owner"], StringComparison.Ordinal);
        // It went on with the same table, and never made a step back.
        Assert.Equal((2, true), ((int)done["generation"]!, (bool)done["rebuild"]!["comparison"]!["isEqual"]!));
        Assert.Equal(0, await database.ScalarAsync<long>(Differences));

        // The silo that is left applies what comes, and answers it at the position of the command.
        using var deposited = await DepositAsync(api);
        var position = deposited.Headers.GetValues("X-Log-Position").Single();
        await Until.TrueAsync(async () =>
        {
            using var found = await api.GetAsync("/accounts?owner=Owner%201", ("X-Log-Position", position));
            if (found.StatusCode == HttpStatusCode.ServiceUnavailable)
                return false;
            var accounts = await HttpAssert.SuccessAsync(HttpStatusCode.OK, found);
            Assert.Equal(12m, (decimal)accounts["accounts"]![0]!["balance"]!);
            return true;
        });
    }

    /// <summary>The rows that are not what the log adds up to.</summary>
    private const string Differences = """
        select count(*)
        from (
            select substr(stream_id, 9) as id, (array_agg(data order by position desc))[1] as last
            from orchestrix.events
            where starts_with(stream_id, 'account/')
            group by stream_id
        ) e
        full join orchestrix_projections.account_balances b
            on b.account_id = e.id and b.balance = (e.last -> 'balance' ->> 'amount')::numeric
        where e.id is null or b.account_id is null
        """;

    /// <summary>Three events for each account, in the way of the silo and faster.</summary>
    private static async Task FillAsync(TestDatabase database, int accounts)
    {
        var options = new PostgreSQLOptions { ConnectionString = database.ApplicationConnectionString };
        await using var source = PostgreSQLDataSource.Create(options);
        var store = new PostgreSQLEventStore(
            source, options, TimeProvider.System,
            Microsoft.Extensions.Logging.Abstractions.NullLogger<PostgreSQLEventStore>.Instance);
        foreach (var part in Enumerable.Range(0, accounts).Chunk(500))
            await store.AppendAsync([.. part.Select(Commit)]);
    }

    private static Commit Commit(int number) => new()
    {
        Stream = StreamId.For("account", string.Create(CultureInfo.InvariantCulture, $"r-{number}")),
        ExpectedVersion = ExpectedVersion.NoStream,
        CommitId = Guid.CreateVersion7(),
        Events =
        [
            Event("account.opened", string.Create(CultureInfo.InvariantCulture,
                $$$"""{"owner":"Owner {{{number}}}","overdraftLimit":{"amount":0,"currency":"EUR"}}""")),
            Event("account.money-deposited", Moved(5, 5)),
            Event("account.money-deposited", Moved(6, 11)),
        ],
    };

    private static string Moved(int amount, int balance) => string.Create(CultureInfo.InvariantCulture,
        $$$"""
        {"amount":{"amount":{{{amount}}},"currency":"EUR"},"balance":{"amount":{{{balance}}},"currency":"EUR"}}
        """);

    private static EventData Event(string type, string json) =>
        new(Guid.CreateVersion7(), type, 1, System.Text.Encoding.UTF8.GetBytes(json));

    private static async Task<HttpResponseMessage> DepositAsync(BankApi api)
    {
        HttpResponseMessage? accepted = null;
        await Until.TrueAsync(async () =>
        {
            accepted?.Dispose();
            accepted = await api.PostAsync(
                "/accounts/r-1/deposits", """{"amount":1.00,"currency":"EUR"}""", ("Idempotency-Key", "one"));
            return accepted.IsSuccessStatusCode;
        });
        return accepted!;
    }

    private static async Task<(HttpStatusCode Code, JsonNode? Status)> StatusAsync(BankApi api)
    {
        using var response = await api.GetAsync("/ops/projections/account-balances");
        return (response.StatusCode, response.IsSuccessStatusCode
            ? await HttpAssert.SuccessAsync(HttpStatusCode.OK, response)
            : null);
    }

    private static async Task<JsonNode> UntilAsync(BankApi api, Func<JsonNode, bool> condition)
    {
        JsonNode? last = null;
        await Until.TrueAsync(async () =>
        {
            (_, last) = await StatusAsync(api);
            return last is not null && condition(last);
        });
        return last!;
    }

    private static SiloProcess Start(TestDatabase database) => SiloProcess.Start(
        ("DOTNET_ENVIRONMENT", "Production"),
        ("Silo__Clustering", "PostgreSQL"),
        ("ConnectionStrings__Orchestrix", database.ApplicationConnectionString),
        ("ConnectionStrings__OrchestrixOwner", database.OwnerConnectionString));
}
