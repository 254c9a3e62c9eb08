using Npgsql;
using Orchestrix.PostgreSQL.Integrity;
using Orchestrix.PostgreSQL.Local;

namespace Bank.Cli.Drill.Failover;

/// <summary>
/// Kills a primary under load and promotes its synchronous standby: real servers, a real silo and real customers, who
/// know nothing of it. The promotion follows at once; how long a cluster manager takes to decide on it comes on top.
/// </summary>
internal sealed class FailoverDrill(FailoverOptions options, Action<string> report, TimeProvider time)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>Carries it out.</summary>
    /// <exception cref="DrillException">A step did not succeed.</exception>
    public async Task<FailoverReport> RunAsync(CancellationToken cancellationToken)
    {
        using var folder = new DrillFolder();
        report("Starting a primary and its synchronous standby");
        await using var primary = await LocalPostgres.StartAsync(
            new LocalPostgresOptions { DataDirectory = folder["primary"] }, cancellationToken);
        await using var standby = await SynchronousStandby.StartAsync(
            primary, new LocalPostgresOptions { DataDirectory = folder["standby"] }, time, cancellationToken);

        report("Starting a silo on both");
        await using var silo = await DrillSilo.StartAsync(
            "failover-silo", Both(primary.ApplicationConnectionString, primary, standby),
            Both(primary.OwnerConnectionString, primary, standby), options.LogDirectory, time, cancellationToken);
        var writers = new DrillWriters(silo.Grains, options.Writers, time);
        await writers.OpenAsync(cancellationToken);
        using var stop = new CancellationTokenSource();
        var writing = writers.RunAsync(stop.Token);
        try
        {
            await Task.Delay(options.Load, time, cancellationToken);
            if (options.IsAsynchronous)
                await LeaveBehindAsync(primary, standby, cancellationToken);
            return await FailOverAsync(primary, standby, writers, writing, stop, cancellationToken);
        }
        finally
        {
            await stop.CancelAsync();
            await writing.ContinueWith(static _ => { }, TaskScheduler.Default);
        }
    }

    /// <summary>Lets commits wait for nobody, and stops the standby while customers go on.</summary>
    private async Task LeaveBehindAsync(
        LocalPostgres primary, LocalPostgres standby, CancellationToken cancellationToken)
    {
        report("Waiting for the standby no more, and stopping it");
        await SynchronousStandby.ReleaseAsync(primary);
        await standby.StopAsync(cancellationToken);
        await Task.Delay(options.Load, time, cancellationToken);
    }

    private async Task<FailoverReport> FailOverAsync(
        LocalPostgres primary, LocalPostgres standby, DrillWriters writers, Task writing, CancellationTokenSource stop,
        CancellationToken cancellationToken)
    {
        await using var before = new DrillDatabase(primary.ApplicationConnectionString);
        var sealedBefore = (await before.VerifyAsync(LogAnchor.Start, cancellationToken)).End;
        report($"Killing the primary after {writers.Acknowledged.Count:N0} acknowledged commands");
        var killed = time.GetTimestamp();
        await primary.CrashAsync(cancellationToken);
        if (options.IsAsynchronous)
            await standby.StartAgainAsync(cancellationToken);
        await standby.PromoteAsync(cancellationToken);
        var promoted = time.GetElapsedTime(killed);
        report($"The standby is the primary after {promoted.TotalSeconds:N1} s; waiting for the writers");
        await time.UntilAsync(
            Patience, () => Task.FromResult(writing.IsCompleted || Resumed(writers, killed).Count == writers.Count),
            "The writers did not go on.", cancellationToken);
        await Task.Delay(options.Load, time, cancellationToken);
        await stop.CancelAsync();
        await writing;

        report("Comparing what was acknowledged with the log");
        await using var log = new DrillDatabase(standby.ApplicationConnectionString);
        var acknowledged = writers.Acknowledged;
        var lost = await log.FindLostAsync(acknowledged, cancellationToken);
        var events = await log.CountEventsAsync(cancellationToken);
        var verified = await log.VerifyAsync(sealedBefore, cancellationToken);
        return new FailoverReport(
            acknowledged.Count, acknowledged.Count(one => one.AnsweredAt < killed), lost.Count,
            Resumed(writers, killed).Values.Max().InSeconds(), promoted.InSeconds(), events, verified.IsIntact);
    }

    /// <summary>How long after the kill each writer was answered a command that it had sent after the kill.</summary>
    private Dictionary<string, TimeSpan> Resumed(DrillWriters writers, long killed) => writers.Acknowledged
        .Where(one => one.SentAt > killed)
        .GroupBy(one => one.Stream)
        .ToDictionary(group => group.Key, group => time.GetElapsedTime(killed, group.Min(one => one.AnsweredAt)));

    private static string Both(string connectionString, LocalPostgres primary, LocalPostgres standby) =>
        new NpgsqlConnectionStringBuilder(connectionString)
        {
            Host = $"127.0.0.1:{primary.Port},127.0.0.1:{standby.Port}",
            TargetSessionAttributes = "primary",
        }.ConnectionString;
}
