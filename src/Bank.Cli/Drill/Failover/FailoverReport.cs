using System.Text.Json;

namespace Bank.Cli.Drill.Failover;

/// <summary>What a failover drill has shown.</summary>
/// <param name="Acknowledged">Commands that the bank has acknowledged.</param>
/// <param name="AcknowledgedBefore">Those of them that were acknowledged before the server was killed.</param>
/// <param name="Lost">Those of them that are not in the log of the server that took over.</param>
/// <param name="ResumeS">
/// Seconds from the kill until the last of the writers was answered a command that it had sent after the kill.
/// </param>
/// <param name="PromoteS">Those of them that the standby took to become the primary.</param>
/// <param name="Events">Events in the log.</param>
/// <param name="LogIntact">True if the log is what was sealed, before the kill and after it.</param>
internal sealed record FailoverReport(
    long Acknowledged, long AcknowledgedBefore, long Lost, double ResumeS, double PromoteS, long Events, bool LogIntact)
{
    /// <summary>True if nothing was lost and the writers went on soon enough.</summary>
    public bool Passed => AcknowledgedBefore > 0 && Lost == 0 && LogIntact
        && ResumeS <= FailoverOptions.Limit.TotalSeconds;

    /// <summary>One line of JSON.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, DrillJson.Default.FailoverReport);
}
