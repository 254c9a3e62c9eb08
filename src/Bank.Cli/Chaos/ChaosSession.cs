using System.Globalization;
using System.Text.Json.Nodes;
using Bank.Cli.Commands;
using Bank.Cli.Drill;
using Spectre.Console;

namespace Bank.Cli.Chaos;

/// <summary>One run, from an empty bank to the account of every transfer.</summary>
internal sealed class ChaosSession(ChaosOptions options, IAnsiConsole console, TimeProvider time)
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly long _started = time.GetTimestamp();

    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        if (Directory.Exists(options.Directory))
            Directory.Delete(options.Directory, recursive: true);
        await using var cluster = await ChaosCluster.StartAsync(options, Report, time, cancellationToken);
        using var load = new TransferLoad(cluster.Apis, cluster.Key, time);
        var faults = new ChaosFaults(cluster, options, Report, time);
        await load.OpenAccountsAsync(cancellationToken);
        Report($"{options.Duration.TotalMinutes:0.#} minutes of faults, seed {options.Seed}");
        await HurtAsync(load, faults, cancellationToken);
        var audit = new Audit(cluster.Postgres.SuperuserConnectionString);
        Report("No more faults; waiting for transfers to end");
        await time.IsSoWithinAsync(
            ChaosOptions.Settling, Pause,
            async () => cluster.IsWhole && await audit.CountUnfinishedAsync(cancellationToken) == 0, cancellationToken);
        Report("Accounting");
        var line = await AccountAsync(audit, load, faults, cancellationToken);
        foreach (var violation in audit.Violations.Take(20))
            console.MarkupLineInterpolated($"[red]{violation}[/]");
        await Console.Out.WriteLineAsync(line.ToJsonString());
        return audit.Violations.Count == 0 ? ExitCodes.Success : ExitCodes.Differences;
    }

    private async Task HurtAsync(TransferLoad load, ChaosFaults faults, CancellationToken cancellationToken)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        over.CancelAfter(options.Duration);
        await Task.WhenAll(load.RunAsync(over.Token), faults.RunAsync(over.Token));
        cancellationToken.ThrowIfCancellationRequested();
    }

    private async Task<JsonObject> AccountAsync(
        Audit audit, TransferLoad load, ChaosFaults faults, CancellationToken cancellationToken)
    {
        const int accounts = ChaosOptions.HotAccounts + ChaosOptions.ColdAccounts;
        var result = await audit.RunAsync(load.Records, accounts * ChaosOptions.Funds, cancellationToken);
        audit.Expect(
            await time.IsSoWithinAsync(
                TimeSpan.FromSeconds(30), Pause, () => audit.ProjectionsAgreeAsync(result.Held, cancellationToken),
                cancellationToken),
            "The projections do not say what the log says.");
        foreach (var (problem, count) in load.InternalErrors)
            audit.Expect(false, $"{count} callers were told of an internal error: {problem}");
        var (recovery, stood) = await audit.ReadRecoveryAsync(faults.SiloKills, cancellationToken);
        int Count(Func<AuditedTransfer, bool> which) => result.Transfers.Count(which);
        int Told(TransferOutcome outcome) => load.Records.Count(record => record.Outcome == outcome);
        return new JsonObject
        {
            ["transfers"] = result.Transfers.Count,
            ["acknowledged"] = Told(TransferOutcome.Acknowledged),
            ["refused"] = Told(TransferOutcome.Refused),
            ["unknown"] = Told(TransferOutcome.Unknown),
            ["completed"] = Count(static transfer => transfer.IsCompleted),
            ["compensated"] = Count(static transfer => transfer.IsCompensated),
            ["parked"] = Count(static transfer => transfer.IsParked),
            ["unfinished"] = Count(static transfer => !transfer.IsAtRest),
            ["faults"] = faults.Count,
            ["kills"] = faults.Kills,
            ["money_delta"] = result.MoneyDelta,
            ["lost"] = result.Lost,
            ["duplicated"] = Count(static transfer => transfer.IsDoubled),
            ["recovered"] = stood,
            ["recovery_p99_s"] = Math.Round(recovery, 2),
            ["violations"] = audit.Violations.Count,
            ["seed"] = options.Seed,
        };
    }

    private void Report(string what) => console.MarkupLineInterpolated(
        CultureInfo.InvariantCulture, $"[grey]{time.GetElapsedTime(_started):mm\\:ss}[/] {what}");
}
