using Orchestrix.PostgreSQL.Local;

namespace Bank.Cli.Drill.Backup;

/// <summary>
/// Backs up a bank under load, loses its data, restores a chosen instant on another server and looks closely at the
/// result: real servers, real silos, pgBackRest with the configuration that is shipped.
/// </summary>
internal sealed class BackupDrill(BackupOptions options, Action<string> report, TimeProvider time)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    /// <summary>Carries it out.</summary>
    /// <exception cref="DrillException">A step did not succeed.</exception>
    public async Task<BackupReport> RunAsync(CancellationToken cancellationToken)
    {
        using var folder = new DrillFolder();
        var backups = new PgBackRest(folder);
        await backups.WriteConfigurationAsync(cancellationToken);
        report("Starting a server that archives its write-ahead log");
        await using var primary = await LocalPostgres.StartAsync(backups.ServerOptions(), cancellationToken);
        await backups.CreateAsync(primary, cancellationToken);
        var loss = await LoseAsync(primary, backups, cancellationToken);

        report($"Restoring the log as of {loss.Instant:HH:mm:ss.ffffff} on another server");
        var directory = folder["scratch"];
        await primary.MakeDirectoryAsync(directory, cancellationToken);
        await backups.RestoreAsync(primary, directory, loss.Instant, cancellationToken);
        await using var scratch = await LocalPostgres.StartAsync(
            new LocalPostgresOptions { DataDirectory = directory }, cancellationToken);
        return await ExamineAsync(scratch, loss, cancellationToken);
    }

    /// <summary>Takes backups while customers pay in, notes what there is, and deletes everything.</summary>
    private async Task<Loss> LoseAsync(
        LocalPostgres primary, PgBackRest backups, CancellationToken cancellationToken)
    {
        await using var silo = await DrillSilo.StartAsync(
            "backup-silo", primary.ApplicationConnectionString, primary.OwnerConnectionString, options.LogDirectory,
            time, cancellationToken);
        await using var log = new DrillDatabase(primary.ApplicationConnectionString);
        var writers = new DrillWriters(silo.Grains, options.Writers, time);
        await writers.OpenAsync(cancellationToken);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var writing = writers.RunAsync(stop.Token, stop.Token);
        try
        {
            await Task.Delay(options.Load, time, cancellationToken);
            report("Full backup, under load");
            await backups.BackUpAsync(primary, "full", cancellationToken);
            await Task.Delay(options.Load, time, cancellationToken);
            report("Incremental backup, under load");
            await backups.BackUpAsync(primary, "incr", cancellationToken);
            await Task.Delay(options.Load, time, cancellationToken);

            Acknowledged[] acknowledged = [.. writers.Acknowledged];
            var anchor = await log.SealAsync(cancellationToken);
            var instant = await log.ReadAsync<DateTime>("now", cancellationToken);
            var noted = time.GetTimestamp();
            // What comes now must not be there afterwards; and its log has to be archived, or the instant is not in it.
            await Task.Delay(options.Load, time, cancellationToken);
            await WalArchive.FinishAsync(primary, time, cancellationToken);
            report($"Destroying the data after {writers.Acknowledged.Count:N0} acknowledged commands");
            var lostAt = time.GetTimestamp();
            await primary.CrashAsync(cancellationToken);
            foreach (var entry in new DirectoryInfo(primary.DataDirectory).EnumerateFileSystemInfos())
                Delete(entry);
            silo.Kill();
            return new Loss(
                new DateTimeOffset(instant), anchor, acknowledged,
                [.. writers.Acknowledged.Where(one => one.SentAt > noted)], lostAt);
        }
        finally
        {
            await stop.CancelAsync();
            await writing.ContinueWith(static _ => { }, TaskScheduler.Default);
        }
    }

    private async Task<BackupReport> ExamineAsync(
        LocalPostgres scratch, Loss loss, CancellationToken cancellationToken)
    {
        await using var log = new DrillDatabase(scratch.ApplicationConnectionString);
        await time.UntilAsync(
            Patience, async () => !await log.ReadAsync<bool>("is_in_recovery", cancellationToken),
            "The restored server did not end its recovery.", cancellationToken);
        var restored = time.GetElapsedTime(loss.LostAt);
        report($"The server is there after {restored.TotalSeconds:N1} s; starting a silo on it");
        var ahead = await log.ReadAsync<long>("count_ahead", cancellationToken);
        await using var silo = await DrillSilo.StartAsync(
            "backup-silo-restored", scratch.ApplicationConnectionString, scratch.OwnerConnectionString,
            options.LogDirectory, time, cancellationToken);
        var writers = new DrillWriters(silo.Grains, options.Writers, time);
        // Their accounts are there: these commands are answered from their receipts.
        await writers.OpenAsync(cancellationToken);
        using var stop = new CancellationTokenSource();
        var writing = writers.RunAsync(stop.Token);
        await time.UntilAsync(
            Patience, () => Task.FromResult(writers.Acknowledged.Count > writers.Count),
            "The restored bank takes no command.", cancellationToken);
        var recovered = time.GetElapsedTime(loss.LostAt);
        await stop.CancelAsync();
        await writing;

        report($"The bank takes commands after {recovered.TotalSeconds:N1} s; looking closely at it");
        var lost = await log.FindLostAsync(loss.Acknowledged, cancellationToken);
        var beyond = loss.SentLater.Count - (await log.FindLostAsync(loss.SentLater, cancellationToken)).Count;
        var isContiguous = await log.IsContiguousAsync(cancellationToken);
        await log.SealAsync(cancellationToken);
        var verified = await log.VerifyAsync(loss.Anchor, cancellationToken);
        await using var models = new ReadModels(scratch.ApplicationConnectionString, time);
        var (rows, different) = await models.CompareAsync(cancellationToken);
        return new BackupReport(
            time.GetUtcNow(), loss.Instant, recovered.InSeconds(), restored.InSeconds(), lost.Count,
            beyond, loss.Acknowledged.Count, verified.Events, verified.IsIntact, isContiguous, ahead,
            different == 0, rows);
    }

    private static void Delete(FileSystemInfo entry)
    {
        if (entry is DirectoryInfo directory)
            directory.Delete(recursive: true);
        else
            entry.Delete();
    }
}
