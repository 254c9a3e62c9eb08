using Microsoft.Extensions.Options;
using Orchestrix.Feed;
using Orchestrix.PostgreSQL.Diagnostics;
using Orchestrix.PostgreSQL.EventStore;
using Orchestrix.PostgreSQL.Integrity;
using Orchestrix.PostgreSQL.Tests.Support;

namespace Orchestrix.PostgreSQL.Tests.Integrity;

/// <summary>A silo notices when its last seal is taken away, and makes no other in its place.</summary>
public sealed class LogSealerTests(PostgresFixture fixture) : IntegrityTests(fixture)
{
    private readonly CollectingLogger<LogSealer> _log = new();
    private readonly ServerInstruments _instruments = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("delete from orchestrix.log_seals")]
    [InlineData("truncate orchestrix.log_seals")]
    [InlineData("update orchestrix.log_seals set hash = sha256('')")]
    public async Task Seals_that_were_taken_away_are_not_made_anew_before_a_restart(string deed)
    {
        await using var database = await FullLogAsync(10);
        using var sealer = Create(database);
        await sealer.SealAsync(Stop);
        await TamperAsync(database, $"update orchestrix.events set actor = 'other' where position = 7; {deed}");
        var seals = await SealsAsync(database);
        await AppendFullAsync(Open(database.ApplicationConnectionString), 10, 5);

        await sealer.SealAsync(Stop);
        await sealer.SealAsync(Stop);

        Assert.Equal(seals, await SealsAsync(database));
        Assert.True(_instruments.IsLogDamaged);
        Assert.Single(
            _log.Messages, static one => one.Contains("This silo seals no more", StringComparison.Ordinal));

        // What a silo does not know it cannot miss: that is what an anchor is for.
        using var restarted = Create(database);
        await restarted.SealAsync(Stop);
        Assert.NotEqual(seals, await SealsAsync(database));
    }

    [Fact]
    public async Task A_log_that_was_changed_and_sealed_anew_by_somebody_else_is_not_sealed_on()
    {
        await using var database = await FullLogAsync(10);
        using var sealer = Create(database);
        await sealer.SealAsync(Stop);
        await TamperAsync(
            database,
            "update orchestrix.events set actor = 'other' where position = 7; delete from orchestrix.log_seals");
        await SealAsync(database);
        await AppendFullAsync(Open(database.ApplicationConnectionString), 10, 5);

        await sealer.SealAsync(Stop);

        Assert.True(_instruments.IsLogDamaged);
        Assert.Equal(1, await SealsAsync(database));
    }

    [Fact]
    public async Task A_log_that_has_lost_an_event_is_told_once_and_again_when_it_was_whole_meanwhile()
    {
        await using var database = await FullLogAsync(10);
        using var sealer = Create(database);
        await TamperAsync(database, """
            create table public.kept as select * from orchestrix.events where position = 4;
            delete from orchestrix.events where position = 4
            """);

        await sealer.SealAsync(Stop);
        await sealer.SealAsync(Stop);

        Assert.True(_instruments.IsLogDamaged);
        Assert.Single(_log.Messages, static one => one.Contains("events are missing", StringComparison.Ordinal));
        await TamperAsync(database, "insert into orchestrix.events select * from public.kept");
        await sealer.SealAsync(Stop);
        Assert.False(_instruments.IsLogDamaged);
        Assert.Equal(0, (await VerifyAsync(database)).Unsealed);
    }

    [Fact]
    public async Task What_came_last_is_sealed_when_the_silo_stops()
    {
        await using var database = await FullLogAsync(10);
        using var sealer = Create(database, TimeSpan.FromHours(1));
        using var stopping = new CancellationTokenSource();
        var work = sealer.SealUntilAsync(stopping.Token);
        await Until.TrueAsync(async () => (await VerifyAsync(database)).Unsealed == 0);
        await AppendFullAsync(Open(database.ApplicationConnectionString), 10, 5);

        await stopping.CancelAsync();
        await work;

        Assert.Equal((15, 0), ((await VerifyAsync(database)).End.Position, (await VerifyAsync(database)).Unsealed));
    }

    private static Task<long> SealsAsync(TestDatabase database) =>
        database.ScalarAsync<long>("select count(*) from orchestrix.log_seals");

    private LogSealer Create(TestDatabase database, TimeSpan? interval = null)
    {
        var options = new PostgreSQLOptions { SealInterval = interval ?? TimeSpan.FromSeconds(1) };
        return new LogSealer(
            database.Application, Options.Create(options), new LogHead(), _instruments, TimeProvider.System, _log);
    }
}
