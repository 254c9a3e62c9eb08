using System.Text.Json;

namespace Bank.Cli.Drill.Backup;

/// <summary>What a backup drill has shown.</summary>
/// <param name="At">When it ended.</param>
/// <param name="Instant">The moment that was restored.</param>
/// <param name="RtoS">Seconds from the loss of the data until the restored bank acknowledged a command.</param>
/// <param name="RestoreS">Those of them until the restored server took connections.</param>
/// <param name="RpoEvents">Events that were acknowledged before the instant and are missing.</param>
/// <param name="BeyondInstant">Commands that were sent after the instant and are in the log all the same.</param>
/// <param name="Acknowledged">Commands that were acknowledged before the instant.</param>
/// <param name="EventsVerified">Events that were compared with their seals.</param>
/// <param name="HashEqual">True if the hash over the log is the one that was noted before the loss.</param>
/// <param name="PositionsContiguous">True if the restored log has no gap.</param>
/// <param name="CheckpointsAhead">Checkpoints that lie behind the end of the restored log.</param>
/// <param name="ProjectionsEqual">True if every read model equals one that was built anew.</param>
/// <param name="ProjectionRows">Their rows.</param>
internal sealed record BackupReport(
    DateTimeOffset At, DateTimeOffset Instant, double RtoS, double RestoreS, long RpoEvents, long BeyondInstant,
    long Acknowledged, long EventsVerified, bool HashEqual, bool PositionsContiguous, long CheckpointsAhead,
    bool ProjectionsEqual, long ProjectionRows)
{
    /// <summary>True if the backup can be relied on.</summary>
    public bool Passed => RpoEvents == 0 && BeyondInstant == 0 && HashEqual
        && PositionsContiguous && CheckpointsAhead == 0 && ProjectionsEqual && EventsVerified > 0 && Acknowledged > 0;

    /// <summary>One line of JSON.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, DrillJson.Default.BackupReport);
}
