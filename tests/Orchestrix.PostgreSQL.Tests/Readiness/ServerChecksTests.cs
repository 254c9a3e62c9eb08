using Npgsql;
using Orchestrix.PostgreSQL.Local;
using Orchestrix.PostgreSQL.Tests.Support;
using Orchestrix.Tests.Support;

namespace Orchestrix.PostgreSQL.Tests.Readiness;

/// <summary>What is broken in a server's files, and by the years.</summary>
public sealed class ServerChecksTests(ReadinessServer server) : IClassFixture<ReadinessServer>
{
    private const string Authentication = "security.database-authentication";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private LocalPostgres Server => server.Server;

    private string AccessPath => Path.Combine(Server.DataDirectory, "pg_hba.conf");

    [Fact]
    public async Task A_release_whose_support_has_ended_is_found()
    {
        await using var database = await server.CreateDatabaseAsync();

        Broken.Only("persistence.version", Measured.Lacking, Measured.Failed(
            await Measured.RunAsync(database.ApplicationConnectionString, time: new Later())));
    }

    [Fact]
    public async Task Pages_without_checksums_are_found()
    {
        await using var database = await server.CreateDatabaseAsync();
        await ChecksumsAsync("--disable");
        try
        {
            Broken.Only("persistence.checksums", Measured.Lacking, await FailedAsync(database));
        }
        finally
        {
            await ChecksumsAsync("--enable");
        }
        Assert.Equal(Measured.Lacking, await FailedAsync(database));
    }

    [Fact]
    public async Task A_server_that_takes_any_password_is_found()
    {
        await using var database = await server.CreateDatabaseAsync();
        var access = await File.ReadAllTextAsync(AccessPath, Stop);
        try
        {
            await AllowAsync(access.Replace("scram-sha-256", "trust", StringComparison.Ordinal));
            await Until.TrueAsync(async () => (await FailedAsync(database)).Contains(Authentication));

            Broken.Only(Authentication, Measured.Lacking, await FailedAsync(database));
        }
        finally
        {
            await AllowAsync(access);
            await Until.TrueAsync(async () => !(await FailedAsync(database)).Contains(Authentication));
        }
    }

    private static async Task<string[]> FailedAsync(TestDatabase database) =>
        Measured.Failed(await Measured.RunAsync(database.ApplicationConnectionString));

    private async Task ChecksumsAsync(string what)
    {
        NpgsqlConnection.ClearAllPools();
        await Server.StopAsync(Stop);
        await Server.RunToolAsync("pg_checksums", [what, "--pgdata", Server.DataDirectory], cancellationToken: Stop);
        await Server.StartAgainAsync(Stop);
        // Whether the archive is sound is counted from the start of the server.
        await server.ExecuteAsync("postgres", "select pg_switch_wal()");
    }

    // Truncated, not replaced: it keeps the server's user as its owner.
    private async Task AllowAsync(string access)
    {
        await File.WriteAllTextAsync(AccessPath, access, Stop);
        await server.ExecuteAsync("postgres", "select pg_reload_conf()");
    }

    private sealed class Later : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => new(2099, 1, 1, 0, 0, 0, TimeSpan.Zero);
    }
}
