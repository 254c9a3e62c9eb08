using Npgsql;
using Orchestrix.PostgreSQL.Local;
using Orchestrix.PostgreSQL.Tests.Support;
using Orchestrix.Readiness;
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
    public async Task A_server_that_archives_no_more_is_found_whatever_it_once_did()
    {
        await using var database = await server.CreateDatabaseAsync();
        await server.ExecuteAsync("postgres", "alter system set archive_mode = off");
        await RestartAsync();
        try
        {
            Broken.Only("backups.archive", Measured.Lacking, await FailedAsync(database));
        }
        finally
        {
            await server.ExecuteAsync("postgres", "alter system set archive_mode = on");
            await RestartAsync();
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

    [Fact]
    public async Task A_database_that_fills_its_disk_is_found()
    {
        await using var database = await server.CreateDatabaseAsync();
        var capacity = await UsedAsync(database) * 100 / 79;
        Task<List<CheckResult>> RunAsync() =>
            Measured.RunAsync(database.ApplicationConnectionString, capacityBytes: capacity);
        var whole = Measured.Failed(await RunAsync());
        Assert.Equal(Measured.Lacking, whole);

        await server.ExecuteAsync(
            database.Name, "create table public.much as select repeat(i::text, 500) from generate_series(1, 30000) i");

        Broken.Only("persistence.disk", whole, Measured.Failed(await RunAsync()));
    }

    [Fact]
    public async Task A_log_that_will_fill_its_disk_is_found_before()
    {
        await using var database = await server.CreateDatabaseAsync();
        await server.ExecuteAsync(database.Name, """
            insert into orchestrix.events (
                position, version, recorded_at, event_id, commit_id, shard, schema_version, commit_index, commit_size,
                stream_id, event_type, data)
            select i, 1, case when i = 1 then now() - interval '2 days' else now() end, gen_random_uuid(),
                gen_random_uuid(), 0, 1, 0, 1, 'note/' || i, 'noted', jsonb_build_object('text', repeat('x', 2000))
            from generate_series(1, 60000) i
            """);
        var used = await UsedAsync(database);

        // Half is free, and as much as two days have brought is a fraction of it.
        var roomy = await RunAsync(used * 100);
        var tight = await RunAsync(used * 2);

        Assert.Matches("a day, it is full in [0-9]+ days; 14 are wanted", Evidence(roomy));
        Broken.Only("persistence.disk", Measured.Failed(roomy), Measured.Failed(tight));
        Assert.Equal(
            CheckOutcome.Unknown, Result(await Measured.RunAsync(database.ApplicationConnectionString)).Outcome);

        static CheckResult Result(IEnumerable<CheckResult> results) =>
            results.Single(static one => one.Check.Id == "persistence.disk");
        static string Evidence(IEnumerable<CheckResult> results) => Result(results).Evidence;
        Task<List<CheckResult>> RunAsync(long capacity) =>
            Measured.RunAsync(database.ApplicationConnectionString, capacityBytes: capacity);
    }

    /// <summary>Bytes of the database and of the write-ahead log at its largest.</summary>
    private static Task<long> UsedAsync(TestDatabase database) => database.ScalarAsync<long>("""
        select pg_database_size(current_database()) + pg_size_bytes(current_setting('max_wal_size'))
        """);

    private static async Task<string[]> FailedAsync(TestDatabase database) =>
        Measured.Failed(await Measured.RunAsync(database.ApplicationConnectionString));

    private async Task ChecksumsAsync(string what)
    {
        await RestartAsync(() => Server.RunToolAsync(
            "pg_checksums", [what, "--pgdata", Server.DataDirectory], cancellationToken: Stop));
    }

    private async Task RestartAsync(Func<Task>? meanwhile = null)
    {
        NpgsqlConnection.ClearAllPools();
        await Server.StopAsync(Stop);
        await (meanwhile?.Invoke() ?? Task.CompletedTask);
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
