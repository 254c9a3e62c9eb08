using System.Text.Json;
using Orchestrix.Events;

namespace Bank.Client.Responses;

/// <summary>One event of the log, as it was recorded.</summary>
/// <param name="Position">Place in the log.</param>
/// <param name="Stream">The stream that it belongs to, such as account/4711.</param>
/// <param name="Version">Place in the stream, from 1.</param>
/// <param name="Type">The stable name, for example account.opened.</param>
/// <param name="SchemaVersion">The version of the data's shape.</param>
/// <param name="Data">The content.</param>
/// <param name="EventId">Identity of the event.</param>
/// <param name="CommitId">The commit that it was appended with.</param>
/// <param name="CommandId">The idempotency key of the request that caused it.</param>
/// <param name="CorrelationId">The conversation that it belongs to.</param>
/// <param name="CausationId">The message that directly caused it.</param>
/// <param name="Actor">Who asked.</param>
/// <param name="RecordedAt">When it was recorded.</param>
public sealed record LogEventResponse(
    long Position, string Stream, long Version, string Type, int SchemaVersion, JsonElement Data, Guid EventId,
    Guid CommitId, string? CommandId, string? CorrelationId, string? CausationId, string? Actor,
    DateTimeOffset RecordedAt)
{
    internal static LogEventResponse From(RecordedEvent recorded) => new(
        recorded.Position, recorded.Stream.Value, recorded.Version, recorded.EventType, recorded.SchemaVersion,
        JsonElement.Parse(recorded.Json.Span), recorded.EventId, recorded.CommitId, recorded.CommandId,
        recorded.Metadata.CorrelationId, recorded.Metadata.CausationId, recorded.Metadata.Actor, recorded.RecordedAt);
}
