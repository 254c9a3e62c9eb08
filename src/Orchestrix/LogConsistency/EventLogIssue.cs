using Orleans.EventSourcing.Common;

namespace Orchestrix.LogConsistency;

/// <summary>
/// What a grain learns through <c>OnConnectionIssue</c> while the store does not answer. The exception names the cause.
/// </summary>
[GenerateSerializer, Alias("orchestrix.event-log-issue")]
public sealed class EventLogIssue : PrimaryOperationFailed
{
    /// <summary>True if a write failed, false if a read did.</summary>
    [Id(0)]
    public bool IsWrite { get; set; }

    /// <inheritdoc/>
    public override string ToString() =>
        $"{(IsWrite ? "Append to" : "Read of")} the event log failed: {Exception.Message}";
}
