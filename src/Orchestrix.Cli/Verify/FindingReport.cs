using System.Text.Json;
using Orchestrix.PostgreSQL.Integrity;

namespace Orchestrix.Cli.Verify;

/// <summary>The first place at which a log is not what was sealed.</summary>
/// <param name="Kind">
/// One of <c>altered</c>, <c>missing</c>, <c>inserted</c>, <c>moved</c>, <c>seal_altered</c>, <c>seal_missing</c> and
/// <c>replaced</c>.
/// </param>
/// <param name="Position">Where in the log.</param>
/// <param name="Stream">The stream of the event that stands there now.</param>
/// <param name="Version">Its version.</param>
/// <param name="EventId">Its id.</param>
/// <param name="Message">One sentence.</param>
internal sealed record FindingReport(
    string Kind, long Position, string? Stream, long? Version, Guid? EventId, string Message)
{
    /// <summary>The report of a finding.</summary>
    public static FindingReport? Of(LogFinding? finding) => finding is null
        ? null
        : new FindingReport(
            JsonNamingPolicy.SnakeCaseLower.ConvertName(finding.Kind.ToString()), finding.Position, finding.Stream,
            finding.Version, finding.EventId, finding.Message);
}
