using System.Text.Json;
using Orchestrix.Projections;

namespace Bank.Client.Responses;

/// <summary>A rebuild of a projection.</summary>
/// <param name="State">requested, running, cancelling, built, activated, cancelled or failed.</param>
/// <param name="Activate">if-equal, always or never.</param>
/// <param name="RequestedBy">Who asked for it.</param>
/// <param name="RequestedAt">When.</param>
/// <param name="StartedAt">When a silo began; absent if none has.</param>
/// <param name="UpdatedAt">When it was last heard of.</param>
/// <param name="FinishedAt">When it ended; absent while it has not.</param>
/// <param name="Owner">The silo that builds.</param>
/// <param name="Generation">The number of the table that is built.</param>
/// <param name="Position">The position that it has reached.</param>
/// <param name="Target">The position that it is on its way to.</param>
/// <param name="EventsPerSecond">Positions per second since the silo began or went on.</param>
/// <param name="SecondsRemaining">How long it will take at that rate; absent if that cannot be told.</param>
/// <param name="Reason">Why it failed or was not activated, and what to do.</param>
/// <param name="Comparison">How its rows compare with the active ones; absent if they were not compared.</param>
public sealed record RebuildResponse(
    string State, string Activate, string RequestedBy, DateTimeOffset RequestedAt, DateTimeOffset? StartedAt,
    DateTimeOffset UpdatedAt, DateTimeOffset? FinishedAt, string? Owner, int? Generation, long Position, long Target,
    double EventsPerSecond, double? SecondsRemaining, string? Reason, ComparisonResponse? Comparison)
{
    internal static RebuildResponse From(ProjectionRebuild rebuild) => new(
        EnumName.Of(rebuild.State), EnumName.Of(rebuild.Activation), rebuild.RequestedBy, rebuild.RequestedAt,
        rebuild.StartedAt, rebuild.UpdatedAt, rebuild.FinishedAt, rebuild.Owner, rebuild.Generation, rebuild.Position,
        rebuild.Target, rebuild.EventsPerSecond, rebuild.Remaining?.TotalSeconds, rebuild.Reason,
        rebuild.Comparison is { } comparison
            ? new ComparisonResponse(
                comparison.IsEqual, comparison.Position, comparison.Rows, comparison.DifferentRows,
                [.. comparison.Differences.Select(static one => new DifferenceResponse(
                    JsonElement.Parse(one.Key), one.IsRunning, one.IsRebuilt))])
            : null);
}
