using Orchestrix.PostgreSQL.Tests.Support;
using Orchestrix.Tests.Support;

namespace Orchestrix.PostgreSQL.Tests.Readiness;

/// <summary>Archives of the write-ahead log that lack files, each on a real server.</summary>
public sealed class ArchiveChecksTests(ReadinessServer server) : IClassFixture<ReadinessServer>
{
    private static readonly string[] _expected = Measured.Lacking;

    [Theory]
    [InlineData("")]
    [InlineData("true")]
    [InlineData(" /bin/true")]
    [InlineData("/usr/bin/true;")]
    [InlineData(":")]
    [InlineData("exit 0")]
    public async Task A_command_that_keeps_nothing_is_found_however_well_it_succeeds(string command)
    {
        await using var database = await server.CreateDatabaseAsync();
        Assert.Equal(_expected, await FailedAsync(database));
        try
        {
            await server.ExecuteAsync(
                "postgres", $"alter system set archive_command = '{command}';; select pg_reload_conf()");
            await Until.TrueAsync(async () => (await FailedAsync(database)).Contains("backups.archive"));

            Broken.Only("backups.archive", _expected, await FailedAsync(database));
        }
        finally
        {
            await server.ResetAsync();
        }
    }

    [Fact]
    public async Task A_library_needs_no_command()
    {
        await using var database = await server.CreateDatabaseAsync();
        try
        {
            // A module of PostgreSQL's own, which archives nothing before it is told where to. What was archived before
            // is fresh enough.
            await server.ExecuteAsync("postgres", """
                alter system set archive_command = '';; alter system set archive_library = 'basic_archive';;
                select pg_reload_conf()
                """);
            await Until.TrueAsync(async () =>
                await database.ScalarAsync<string>("select current_setting('archive_library')") != "");

            Assert.Equal(_expected, await FailedAsync(database));
        }
        finally
        {
            await server.ResetAsync();
        }
    }

    [Fact]
    public async Task An_archive_that_fails_is_found()
    {
        await using var database = await server.CreateDatabaseAsync();
        try
        {
            await server.ExecuteAsync(
                "postgres", "alter system set archive_command = 'false';; select pg_reload_conf()");
            await server.ExecuteAsync("postgres", "select pg_switch_wal()");
            await Until.TrueAsync(async () => (await FailedAsync(database)).Contains("backups.archive"));

            Broken.Only("backups.archive", _expected, await FailedAsync(database));
        }
        finally
        {
            await server.ResetAsync();
            await server.ExecuteAsync("postgres", "select pg_switch_wal()");
            await Until.TrueAsync(async () => !(await FailedAsync(database)).Contains("backups.archive"));
        }
    }

    [Fact]
    public async Task An_archive_that_has_never_got_anything_is_found()
    {
        await using var database = await server.CreateDatabaseAsync();
        try
        {
            await server.ExecuteAsync("postgres", "select pg_stat_reset_shared('archiver')");
            await Until.TrueAsync(async () => (await FailedAsync(database)).Contains("backups.archive"));

            Broken.Only("backups.archive", _expected, await FailedAsync(database));
        }
        finally
        {
            await server.ExecuteAsync("postgres", "select pg_switch_wal()");
            await Until.TrueAsync(async () => !(await FailedAsync(database)).Contains("backups.archive"));
        }
    }

    [Fact]
    public async Task An_archive_that_stands_still_is_found()
    {
        await using var database = await server.CreateDatabaseAsync();
        try
        {
            await server.ExecuteAsync(
                "postgres", "alter system set archive_command = 'sleep 20';; select pg_reload_conf()");
            await server.ExecuteAsync("postgres", "select pg_switch_wal()");
            await Until.TrueAsync(async () => (await SoonFailedAsync()).Contains("backups.archive"));

            Broken.Only("backups.archive", _expected, await SoonFailedAsync());
        }
        finally
        {
            await server.ResetAsync();
            await server.ExecuteAsync("postgres", "select pg_switch_wal()");
            await Until.TrueAsync(async () => !(await FailedAsync(database)).Contains("backups.archive"));
        }

        async Task<string[]> SoonFailedAsync() => Measured.Failed(await Measured.RunAsync(
            database.ApplicationConnectionString, static limits => limits.MaxArchiveAge = TimeSpan.FromSeconds(5)));
    }

    private static async Task<string[]> FailedAsync(TestDatabase database) =>
        Measured.Failed(await Measured.RunAsync(database.ApplicationConnectionString));
}
