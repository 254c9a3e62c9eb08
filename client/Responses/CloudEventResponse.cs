using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Bank.Client.Tenants;
using Orchestrix.Events;

namespace Bank.Client.Responses;

/// <summary>
/// An event as a CloudEvent (version 1.0, JSON format), with the names that an export of the log has.
/// </summary>
/// <param name="SpecVersion">1.0.</param>
/// <param name="Id">Identity of the event.</param>
/// <param name="Source">The log.</param>
/// <param name="Type">The stable name, for example account.opened.</param>
/// <param name="Subject">The stream: grain type, slash, key.</param>
/// <param name="Time">When it was recorded, in UTC.</param>
/// <param name="DataContentType">application/json.</param>
/// <param name="Position">Place in the log; a string, since the integers of CloudEvents have 32 bits.</param>
/// <param name="StreamVersion">Place in the stream, from 1; a string.</param>
/// <param name="SchemaVersion">The version of the data's shape.</param>
/// <param name="CommitId">The commit that it was appended with.</param>
/// <param name="CommitIndex">Place in the commit, from 0.</param>
/// <param name="CommitSize">Number of events in the commit.</param>
/// <param name="CommandId">The idempotency key of the request that caused it.</param>
/// <param name="CorrelationId">The conversation that it belongs to.</param>
/// <param name="CausationId">The message that directly caused it.</param>
/// <param name="TraceParent">The trace that it was appended in.</param>
/// <param name="Actor">Who asked.</param>
/// <param name="Tenant">The tenant that it belongs to.</param>
/// <param name="Data">
/// The content, as it was recorded; for callers of a tenant without the texts of exceptions in sagas.
/// </param>
public sealed record CloudEventResponse(
    [property: JsonPropertyName("specversion")] string SpecVersion,
    [property: JsonPropertyName("id")] Guid Id,
    [property: JsonPropertyName("source")] string Source,
    [property: JsonPropertyName("type")] string Type,
    [property: JsonPropertyName("subject")] string Subject,
    [property: JsonPropertyName("time")] string Time,
    [property: JsonPropertyName("datacontenttype")] string DataContentType,
    [property: JsonPropertyName("position")] string Position,
    [property: JsonPropertyName("streamversion")] string StreamVersion,
    [property: JsonPropertyName("schemaversion")] int SchemaVersion,
    [property: JsonPropertyName("commitid")] Guid CommitId,
    [property: JsonPropertyName("commitindex")] int CommitIndex,
    [property: JsonPropertyName("commitsize")] int CommitSize,
    [property: JsonPropertyName("commandid")] string? CommandId,
    [property: JsonPropertyName("correlationid")] string? CorrelationId,
    [property: JsonPropertyName("causationid")] string? CausationId,
    [property: JsonPropertyName("traceparent")] string? TraceParent,
    [property: JsonPropertyName("actor")] string? Actor,
    [property: JsonPropertyName("tenant")] string? Tenant,
    [property: JsonPropertyName("data")] JsonElement Data)
{
    internal static CloudEventResponse From(RecordedEvent recorded) => new(
        "1.0", recorded.EventId, "urn:orchestrix:log", recorded.EventType, CallerKeys.NameOf(recorded.Stream),
        Text(recorded.RecordedAt), "application/json", Text(recorded.Position), Text(recorded.Version),
        recorded.SchemaVersion, recorded.CommitId, recorded.CommitIndex, recorded.CommitSize, recorded.CommandId,
        recorded.Metadata.CorrelationId, recorded.Metadata.CausationId, recorded.Metadata.TraceParent,
        recorded.Metadata.Actor, recorded.Metadata.Tenant, FailureTexts.Content(recorded));

    /// <summary>A time with the digits that the log keeps.</summary>
    internal static string Text(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture);

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
