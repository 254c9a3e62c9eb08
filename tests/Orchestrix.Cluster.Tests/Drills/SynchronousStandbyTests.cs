using Bank.Cli.Drill;
using Npgsql;
using Orchestrix.Cluster.Tests.Support;
using Orchestrix.PostgreSQL.Local;
using Orchestrix.PostgreSQL.Tests;

namespace Orchestrix.Cluster.Tests.Drills;

/// <summary>A standby that dies.</summary>
public sealed class SynchronousStandbyTests : IDisposable
{
    private readonly TemporaryDirectory _folder = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Commits_wait_for_a_standby_that_is_gone_until_they_are_released()
    {
        await using var primary = await LocalPostgres.StartAsync(Options("primary"), Stop);
        await using var standby = await SynchronousStandby.StartAsync(
            primary, Options("standby"), TimeProvider.System, Stop);
        await using var database = NpgsqlDataSource.Create(
            new NpgsqlConnectionStringBuilder(primary.SuperuserConnectionString) { CommandTimeout = 0 });
        await using (var answered = database.CreateCommand("create table answered ()"))
            await answered.ExecuteNonQueryAsync(Stop);
        await standby.CrashAsync(Stop);

        await using var command = database.CreateCommand("create table waits ()");
        var waiting = command.ExecuteNonQueryAsync(Stop);
        await using var count = database.CreateCommand(
            "select count(*) from pg_stat_activity where wait_event = 'SyncRep'");
        await Until.TrueAsync(async () => (long?)await count.ExecuteScalarAsync(Stop) == 1);
        Assert.False(waiting.IsCompleted);
        await SynchronousStandby.ReleaseAsync(primary);

        await waiting.WaitAsync(TimeSpan.FromMinutes(1), Stop);
    }

    private LocalPostgresOptions Options(string name) =>
        new() { DataDirectory = Path.Combine(_folder.Path, name) };
}
