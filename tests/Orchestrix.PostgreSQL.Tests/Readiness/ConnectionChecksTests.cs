using Npgsql;
using Orchestrix.PostgreSQL.Tests.Support;
using Orchestrix.Readiness;
using Orchestrix.Tests.Support;

namespace Orchestrix.PostgreSQL.Tests.Readiness;

/// <summary>Connections that do not fit, and those that need not.</summary>
public sealed class ConnectionChecksTests(ReadinessServer server) : IClassFixture<ReadinessServer>
{
    private const string Connections = "persistence.connections";

    private static readonly string[] _expected = Measured.Lacking;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Others_that_leave_too_few_connections_are_found()
    {
        await using var database = await server.CreateDatabaseAsync();
        // Of those that the server takes, 21 are for a silo: its pool of 20, and the one that listens.
        var count = await database.ScalarAsync<int>("""
            select current_setting('max_connections')::integer
                - current_setting('superuser_reserved_connections')::integer - 20
            """);
        var others = new NpgsqlConnectionStringBuilder(server.Server.SuperuserConnectionString)
        {
            MaxPoolSize = count,
        };
        await using var source = NpgsqlDataSource.Create(others);
        var sessions = await Task.WhenAll(
            Enumerable.Range(0, count).Select(_ => source.OpenConnectionAsync(Stop).AsTask()));

        Broken.Only("persistence.connections", _expected, await FailedAsync(database));
        foreach (var session in sessions)
            await session.DisposeAsync();
    }

    [Fact]
    public async Task What_a_cluster_of_another_id_has_left_in_the_table_is_not_counted()
    {
        await using var database = await server.CreateDatabaseAsync();
        await database.ExecuteAsync("""
            insert into public.orleansmembershipversiontable (deploymentid) values ('here'), ('killed');
            insert into public.orleansmembershiptable (
                deploymentid, address, port, generation, siloname, hostname, status, starttime, iamalivetime)
            select case when i <= 2 then 'here' else 'killed' end, '10.0.0.' || i, 11111, i, 's', 'h', 3, now(), now()
            from generate_series(1, 7) i
            """);

        var here = await RunAsync("here");
        var anywhere = await RunAsync(null);

        Assert.Equal(CheckOutcome.Passed, here.Outcome);
        Assert.StartsWith("2 silos with up to 21 connections each", here.Evidence, StringComparison.Ordinal);
        Assert.EndsWith("; 5 silos of other clusters are not counted", here.Evidence, StringComparison.Ordinal);
        Assert.Equal(CheckOutcome.Failed, anywhere.Outcome);
        Assert.StartsWith("7 silos", anywhere.Evidence, StringComparison.Ordinal);

        async Task<CheckResult> RunAsync(string? clusterId) =>
            (await Measured.RunAsync(database.ApplicationConnectionString, clusterId: clusterId))
                .Single(static one => one.Check.Id == Connections);
    }

    private static async Task<string[]> FailedAsync(TestDatabase database) =>
        Measured.Failed(await Measured.RunAsync(database.ApplicationConnectionString));
}
