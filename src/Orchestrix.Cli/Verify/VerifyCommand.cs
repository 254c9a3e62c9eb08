using System.CommandLine;
using System.Globalization;
using Orchestrix.Cli.Connections;
using Orchestrix.Cli.Output;
using Orchestrix.PostgreSQL.Integrity;

namespace Orchestrix.Cli.Verify;

/// <summary><c>orchestrix verify</c>: compares the log with its seals.</summary>
internal static class VerifyCommand
{
    private const string Summary = "Compare the log with its seals, and name the first event that does not fit.";

    private const string Help = $"""
        Silos seal the log a second behind its end: a chain of SHA-256 over every column of every event. This command
        computes all of it anew, in parallel, and names the first event that was changed, deleted, inserted or moved.
        Silos may run, and a standby will do. Events that no seal covers yet are counted, and checked for gaps. If the
        first of them is older than --max-unsealed, seals are missing: no silo has run since, or somebody has removed
        them. After an outage or a restore, allow for the time since then.

        Who may change everything in the database may also seal it anew. That is found out with --anchor: the file keeps
        how far the log was verified and the hash of it; keep it on another machine. What lies before the anchor is then
        not read again, unless --whole is given, and the anchor moves on when the log is intact. A log that was restored
        as of an earlier time does not fit its anchor: delete the file, if that was meant.

        With --drill-record the database is a copy that was restored from a backup, and all of it is verified. The file
        then keeps date, result and which database it is a copy of, for `orchestrix readiness`.

        {ReadOnlyConnection.Help}

        Examples
          orchestrix verify
          orchestrix verify --anchor /var/lib/orchestrix/bank.anchor --json
          orchestrix verify --connection-file restored.connection --anchor bank.anchor --drill-record drill.json

        Exit codes: 0 the log is intact; 1 wrong option or setting; 3 the database does not answer or refuses the role;
        4 the log is not what was sealed, or no event of a copy was; 130 interrupted.
        """;

    /// <summary>The command with its options.</summary>
    public static Command Create()
    {
        var anchor = new Option<string?>("--anchor")
        {
            HelpName = "file",
            Description = "Where it is kept how far the log was verified; created the first time.",
        };
        var drill = new Option<string?>("--drill-record")
        {
            HelpName = "file",
            Description = "Keep here that this copy was restored and verified, for readiness; implies --whole.",
        };
        var whole = new Option<bool>("--whole") { Description = "Verify what lies before the anchor as well." };
        var parallel = WholeNumber.Option(
            "--parallel", "number", 1,
            $"Connections to read with. Default: {DefaultParallel()}, one for each processor.");
        var unsealed = WholeNumber.Option(
            "--max-unsealed", "seconds", 1,
            $"How old an event may be that no seal covers. Default: {LogVerifier.DefaultMaxUnsealed.TotalSeconds:0}.");
        var file = SharedOptions.ConnectionFile();
        var json = new Option<bool>("--json") { Description = "Print the result as one line of JSON." };
        var command = new DetailedCommand("verify", Summary, Help)
        {
            anchor, whole, parallel, unsealed, drill, file, json,
        };
        command.SetAction((result, cancellationToken) => Failures.ToExitCodeAsync(async () =>
        {
            var time = TimeProvider.System;
            var kept = AnchorFile.Open(result.GetValue(anchor));
            var connections = (int)(result.GetValue(parallel) ?? DefaultParallel());
            await using var source = ReadOnlyConnection.Find(
                result.GetValue(file), Environment.GetEnvironmentVariable);
            await Schema.VerifyAsync(source, cancellationToken);
            var copy = result.GetValue(drill) is null
                ? null
                : await DrillRecord.PrepareAsync(source, result.GetValue(drill)!, cancellationToken);
            var started = time.GetTimestamp();
            var verifier = new LogVerifier(source, connections)
            {
                MaxUnsealed = result.GetValue(unsealed) is { } seconds
                    ? TimeSpan.FromSeconds(Math.Min(seconds, uint.MaxValue))
                    : LogVerifier.DefaultMaxUnsealed,
            };
            var verified = await ProgressLine.ShowAsync(
                verifier.RunAsync(kept.Anchor, result.GetValue(whole) || copy is not null, cancellationToken),
                () => string.Create(CultureInfo.InvariantCulture, $"{verifier.Compared:N0} events"),
                quiet: result.GetValue(json));
            // Told before anything is kept, which may fail.
            var report = VerifyReport.Of(verified, time.GetElapsedTime(started));
            await Console.Out.WriteLineAsync(result.GetValue(json) ? report.ToJson() : report.ToText());
            if (copy is not null)
            {
                var record = DrillRecord.Of(copy, verified, time.GetUtcNow());
                record.Write(result.GetValue(drill)!);
                if (verified.IsIntact && !record.Passed)
                {
                    await Console.Error.WriteLineAsync(
                        "orchestrix: No event of this copy has a seal, so that none was verified: the drill failed.");
                    return ExitCodes.Broken;
                }
            }
            if (verified.IsIntact)
                kept.Write(verified.End);
            return verified.IsIntact ? ExitCodes.Success : ExitCodes.Broken;
        }));
        return command;
    }

    private static int DefaultParallel() => Math.Min(Environment.ProcessorCount, 16);
}
