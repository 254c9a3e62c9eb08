using System.Text.Json;

namespace Bank.Cli.Drill.Upgrade;

/// <summary>What an upgrade drill has shown.</summary>
/// <param name="Mixed">True if an earlier version was replaced, false if the current one was by itself.</param>
/// <param name="Replaced">Programs that were replaced: silos and APIs.</param>
/// <param name="Acknowledged">Commands that the bank has acknowledged.</param>
/// <param name="Lost">Those of them that are not in the log: failed acknowledged commands.</param>
/// <param name="Duplicated">Those of them that are in the log more than once.</param>
/// <param name="Retried">Requests that a customer had to send again, under the same key.</param>
/// <param name="UnavailableS">Seconds that the unluckiest customer waited for an answer, with all repetitions.</param>
/// <param name="P99Ms">Milliseconds within which 99 % of the commands were answered, with all repetitions.</param>
/// <param name="Events">Events in the log.</param>
/// <param name="PositionsContiguous">True if the positions of the log go from 1 to its end without a gap.</param>
/// <param name="LogIntact">True if the log is what was sealed.</param>
internal sealed record UpgradeReport(
    bool Mixed, int Replaced, long Acknowledged, long Lost, long Duplicated, long Retried, double UnavailableS,
    double P99Ms, long Events, bool PositionsContiguous, bool LogIntact)
{
    /// <summary>True if nothing was lost and nobody waited for long.</summary>
    public bool Passed => Acknowledged > 0 && Replaced > 0 && Lost == 0 && Duplicated == 0
        && PositionsContiguous && LogIntact
        && UnavailableS <= UpgradeOptions.Limit.TotalSeconds;

    /// <summary>One line of JSON.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, DrillJson.Default.UpgradeReport);
}
