using Npgsql;
using Orchestrix.PostgreSQL.Local;
using Orchestrix.PostgreSQL.Tests.Pooler;
using Orchestrix.PostgreSQL.Tests.Support;
using Orchestrix.Readiness;
using Orchestrix.Tests.Support;

namespace Orchestrix.PostgreSQL.Tests.Readiness;

/// <summary>The checks of a database behind a real pooler.</summary>
public sealed class PooledReadinessTests(ReadinessServer server) : IClassFixture<ReadinessServer>
{
    private const string Authentication = "security.database-authentication";
    private const string Connections = "persistence.connections";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Each_check_comes_out_as_without_the_pooler()
    {
        await using var database = await server.CreateDatabaseAsync();
        await using var pooler = await PgBouncer.StartAsync(server.Server, serverConnections: 3);

        var direct = await Measured.RunAsync(database.ApplicationConnectionString);
        var pooled = await Measured.RunAsync(pooler.Through(database.ApplicationConnectionString));

        Assert.Equal(Measured.Lacking, Measured.Failed(direct));
        Assert.Equal(
            direct.Select(static one => (one.Check.Id, one.Outcome)),
            pooled.Select(static one => (one.Check.Id, one.Outcome)));
        Assert.Contains("refused with 08P01, and the right one taken", Of(pooled, Authentication).Evidence);
    }

    [Fact]
    public async Task A_pooler_that_takes_any_password_is_found()
    {
        await using var database = await server.CreateDatabaseAsync();
        await using var pooler = await PgBouncer.StartAsync(server.Server, 3, authentication: "trust");

        var pooled = await Measured.RunAsync(pooler.Through(database.ApplicationConnectionString));

        Broken.Only("security.database-authentication", Measured.Lacking, Measured.Failed(pooled));
    }

    [Fact]
    public async Task One_of_several_servers_that_takes_any_password_is_found()
    {
        await using var database = await server.CreateDatabaseAsync();
        await using var pooler = await PgBouncer.StartAsync(server.Server, 3, authentication: "trust");
        var both = new NpgsqlConnectionStringBuilder(database.ApplicationConnectionString)
        {
            Host = $"127.0.0.1:{server.Server.Port},127.0.0.1:{pooler.Port}",
        };

        var results = await Measured.RunAsync(both.ConnectionString);

        Broken.Only("security.database-authentication", Measured.Lacking, Measured.Failed(results));
        Assert.StartsWith(
            $"127.0.0.1:{server.Server.Port}: a wrong password was refused with 28P01; 127.0.0.1:{pooler.Port}: a "
                + "random password was accepted", Of(results, Authentication).Evidence, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_a_server_that_does_not_answer_nobody_knows_how_it_asks()
    {
        await using var database = await server.CreateDatabaseAsync();
        var none = LoopbackPort.Find();
        var both = new NpgsqlConnectionStringBuilder(database.ApplicationConnectionString)
        {
            Host = $"127.0.0.1:{none},127.0.0.1:{server.Server.Port}",
        };

        var result = Of(await Measured.RunAsync(both.ConnectionString), Authentication);

        Assert.Equal(CheckOutcome.Unknown, result.Outcome);
        Assert.StartsWith(
            $"127.0.0.1:{none}: not measured: SocketException; 127.0.0.1:{server.Server.Port}: a wrong password was "
                + "refused with 28P01", result.Evidence, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_pooler_that_is_full_has_refused_nobody_for_his_password()
    {
        await using var database = await server.CreateDatabaseAsync();
        // Two for the checks, of which one asks the migrations; and one who came before.
        await using var pooler = await PgBouncer.StartAsync(server.Server, 3, maxClients: 3);
        await using var other = new NpgsqlConnection(pooler.Through(database.ApplicationConnectionString));
        await other.OpenAsync(Stop);

        var result = Of(await Measured.RunAsync(pooler.Through(database.ApplicationConnectionString)), Authentication);

        Assert.Equal((CheckOutcome.Unknown, "not measured: 08P01"), (result.Outcome, result.Evidence[..19]));
    }

    [Fact]
    public async Task Clients_of_a_pooler_need_no_connections_of_the_server()
    {
        await using var database = await server.CreateDatabaseAsync();
        await using var pooler = await PgBouncer.StartAsync(server.Server, serverConnections: 3);
        await server.ExecuteAsync("postgres", $"alter database {database.Name} connection limit 10");

        var direct = await Measured.RunAsync(database.ApplicationConnectionString);
        var pooled = await Measured.RunAsync(pooler.Through(database.ApplicationConnectionString));

        Assert.Equal(CheckOutcome.Failed, Of(direct, Connections).Outcome);
        Assert.Equal(CheckOutcome.Passed, Of(pooled, Connections).Outcome);
        Assert.StartsWith(
            "behind a pooler: its max_client_conn must be at least 21, for 1 silos with up to 21 connections each; of "
                + "97 connections", Of(pooled, Connections).Evidence, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_without_connections_for_its_pooler_is_found()
    {
        await using var database = await server.CreateDatabaseAsync();
        await using var pooler = await PgBouncer.StartAsync(server.Server, serverConnections: 1);
        var through = pooler.Through(database.ApplicationConnectionString);
        var before = Measured.Failed(await Measured.RunAsync(through));
        // The pooler keeps the one that it has; superusers may take all others.
        var count = await database.ScalarAsync<int>("""
            select current_setting('max_connections')::integer - 1
                - (select count(*)::integer from pg_stat_activity where datname is not null)
            """);
        var superuser = new NpgsqlConnectionStringBuilder(server.Server.SuperuserConnectionString)
        {
            MaxPoolSize = 100,
        };
        await using var source = NpgsqlDataSource.Create(superuser);
        var sessions = await Task.WhenAll(
            Enumerable.Range(0, count).Select(_ => source.OpenConnectionAsync(Stop).AsTask()));

        Broken.Only("persistence.connections", before, Measured.Failed(await Measured.RunAsync(through)));
        foreach (var session in sessions)
            await session.DisposeAsync();
    }

    private static CheckResult Of(IEnumerable<CheckResult> results, string id) =>
        results.Single(one => one.Check.Id == id);
}
