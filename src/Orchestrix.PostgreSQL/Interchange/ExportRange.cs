namespace Orchestrix.PostgreSQL.Interchange;

/// <summary>Which part of the log to export.</summary>
/// <param name="From">The first position, from 1.</param>
/// <param name="To">The last position; null for the end of the log when the export starts.</param>
/// <param name="EventTypes">Only events of these types; empty for all.</param>
/// <param name="StreamPrefix">Only streams whose id begins so; null for all.</param>
internal sealed record ExportRange(
    long From = 1, long? To = null, IReadOnlyList<string>? EventTypes = null, string? StreamPrefix = null)
{
    /// <summary>True if events between the two positions may be left out.</summary>
    public bool IsFiltered => EventTypes is { Count: > 0 } || StreamPrefix is not null;
}
