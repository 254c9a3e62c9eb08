using System.Collections.Concurrent;
using System.Net;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Orchestrix.Cluster.Tests.Support;
using Orchestrix.Errors;
using Orchestrix.Events;
using Orchestrix.PostgreSQL.EventStore;
using Orchestrix.PostgreSQL.Hosting;
using Orchestrix.PostgreSQL.Local;
using Orchestrix.PostgreSQL.Tests;

namespace Orchestrix.Cluster.Tests.Silo;

/// <summary>The silo as a real process: what it refuses, how it stops, and what a kill leaves behind.</summary>
[Collection(WholeMachine.Name)]
public sealed class SiloProcessTests(PostgresFixture fixture)
{
    [Fact]
    public async Task In_production_a_silo_without_a_connection_string_says_which_variable_to_set()
    {
        await using var silo = SiloProcess.Start(("DOTNET_ENVIRONMENT", "Production"));
        var (code, _, errors) = await silo.ExitAsync();

        Assert.Equal(1, code);
        Assert.Contains("ConnectionStrings__Orchestrix", errors, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task In_production_a_silo_refuses_the_store_in_memory()
    {
        await using var silo = SiloProcess.Start(("DOTNET_ENVIRONMENT", "Production"), ("Silo__Store", "InMemory"));
        var (code, _, errors) = await silo.ExitAsync();

        Assert.Equal(1, code);
        Assert.Contains("in-memory store", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_silo_with_wrong_credentials_ends_without_showing_the_password()
    {
        await using var database = await fixture.CreateDatabaseAsync();
        var connection = new NpgsqlConnectionStringBuilder(database.OwnerConnectionString)
        {
            Password = "wrong-secret",
        };
        await using var silo = SiloProcess.Start(
            ("DOTNET_ENVIRONMENT", "Production"), ("ConnectionStrings__Orchestrix", connection.ConnectionString));
        var (code, output, errors) = await silo.ExitAsync();

        Assert.Equal(1, code);
        Assert.Contains("bank-silo cannot start", errors, StringComparison.Ordinal);
        Assert.DoesNotContain("wrong-secret", output + errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_database_that_stops_makes_the_silo_unready_and_its_return_mends_it()
    {
        using var directory = new TemporaryDirectory();
        await using var server = await LocalPostgres.StartAsync(
            new LocalPostgresOptions { DataDirectory = directory.Path });
        await using var silo = Start(server.ApplicationConnectionString, server.OwnerConnectionString);
        await silo.UntilAsync("/health/ready", 200);

        await server.StopAsync();
        await silo.UntilAsync("/health/ready", 503);
        Assert.Equal(200, await silo.StatusAsync("/health/live"));

        await server.StartAgainAsync();
        await silo.UntilAsync("/health/ready", 200);
    }

    [Fact]
    public async Task What_the_database_refuses_reaches_a_caller_of_another_process_with_its_code()
    {
        await using var database = await fixture.CreateDatabaseAsync();
        await using var silo = Start(database.ApplicationConnectionString, database.OwnerConnectionString);
        await using var api = await BankApi.StartAsync(silo.GatewayPort);
        await api.ReadyAsync();
        var role = new NpgsqlConnectionStringBuilder(database.ApplicationConnectionString).Username;
        await database.ExecuteAsync($"revoke execute on function orchestrix.append_commits from {role}");

        using var refused = await api.PostAsync("/accounts", """{"id":"a","owner":"Owner","currency":"EUR"}""");

        await HttpAssert.ProblemAsync(HttpStatusCode.ServiceUnavailable, ErrorCodes.StoreAccessDenied, refused);
    }

    [Fact]
    public async Task A_silo_that_is_told_to_stop_finishes_what_it_has_begun()
    {
        await using var database = await fixture.CreateDatabaseAsync();
        var acknowledged = await DepositUntilItEndsAsync(database, silo => silo.Terminate(), expectedCode: 0);
        await VerifyAsync(database, acknowledged);
    }

    [Fact]
    public async Task A_killed_silo_loses_nothing_that_was_acknowledged_and_its_successor_knows_every_key()
    {
        await using var database = await fixture.CreateDatabaseAsync();
        var acknowledged = await DepositUntilItEndsAsync(database, silo => silo.KillAtOnce(), expectedCode: null);
        await VerifyAsync(database, acknowledged);

        await using var next = Start(database.ApplicationConnectionString, database.OwnerConnectionString);
        await using var api = await BankApi.StartAsync(next.GatewayPort);
        await api.ReadyAsync();
        foreach (var key in acknowledged.Order(StringComparer.Ordinal).Take(20))
        {
            using var repeat = await DepositAsync(api, key);
            Assert.Equal("true", repeat.Headers.GetValues("Idempotent-Replayed").Single());
        }
    }

    private static async Task<ConcurrentBag<string>> DepositUntilItEndsAsync(
        TestDatabase database, Action<SiloProcess> end, int? expectedCode)
    {
        var acknowledged = new ConcurrentBag<string>();
        await using var silo = Start(database.ApplicationConnectionString, database.OwnerConnectionString);
        await using var api = await BankApi.StartAsync(
            silo.GatewayPort, "--Cluster:ResponseTimeout=00:00:05", "--Api:RateLimitPermits=1000000");
        await api.ReadyAsync();
        for (var number = 0; number < 8; number++)
        {
            using var opened = await api.PostAsync(
                "/accounts",
                $$"""{"id":"a-{{number}}","owner":"Owner","currency":"EUR"}""",
                ("Idempotency-Key", "open"));
            Assert.True(opened.IsSuccessStatusCode, await opened.Content.ReadAsStringAsync());
        }
        using var over = new CancellationTokenSource();
        var callers = Enumerable.Range(0, 16)
            .Select(caller => DepositManyAsync(api, caller, acknowledged, over.Token))
            .ToArray();
        await Until.TrueAsync(() => Task.FromResult(acknowledged.Count > 200));
        end(silo);
        var (code, _, _) = await silo.ExitAsync();
        if (expectedCode is { } expected)
            Assert.Equal(expected, code);
        await over.CancelAsync();
        await Task.WhenAll(callers);
        return acknowledged;
    }

    private static async Task DepositManyAsync(
        BankApi api, int caller, ConcurrentBag<string> acknowledged, CancellationToken over)
    {
        for (var number = 0; !over.IsCancellationRequested; number++)
        {
            var key = $"{caller % 8}-{caller}-{number}";
            using var response = await DepositAsync(api, key);
            if (response.IsSuccessStatusCode)
                acknowledged.Add(key);
            else
                Assert.True((int)response.StatusCode is 409 or 429 or 503, $"{response.StatusCode}");
        }
    }

    private static Task<HttpResponseMessage> DepositAsync(BankApi api, string key) => api.PostAsync(
        $"/accounts/a-{key[..key.IndexOf('-', StringComparison.Ordinal)]}/deposits",
        """{"amount":1.00,"currency":"EUR"}""",
        ("Idempotency-Key", key));

    private static async Task VerifyAsync(TestDatabase database, ConcurrentBag<string> acknowledged)
    {
        var options = new PostgreSQLOptions { ConnectionString = database.ApplicationConnectionString };
        await using var source = PostgreSQLDataSource.Create(options);
        var store = new PostgreSQLEventStore(
            source, options, TimeProvider.System, NullLogger<PostgreSQLEventStore>.Instance);
        var log = await store.ReadLogAsync(0).ToListAsync();
        var deposits = log.Where(one => one.EventType == "account.money-deposited")
            .Select(one => one.CommandId!)
            .ToList();

        Assert.Equal(deposits.Count, deposits.Distinct(StringComparer.Ordinal).Count());
        Assert.Empty(acknowledged.Except(deposits, StringComparer.Ordinal));
        Assert.Equal(Enumerable.Range(1, log.Count).Select(number => (long)number), log.Select(one => one.Position));
    }

    private static SiloProcess Start(string application, string owner) => SiloProcess.Start(
        ("DOTNET_ENVIRONMENT", "Production"),
        ("ConnectionStrings__Orchestrix", application),
        ("ConnectionStrings__OrchestrixOwner", owner));
}
