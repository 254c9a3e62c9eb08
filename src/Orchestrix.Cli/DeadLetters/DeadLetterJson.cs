using System.Text.Json;
using System.Text.Json.Serialization;

namespace Orchestrix.Cli.DeadLetters;

/// <summary>The JSON of <see cref="DeadLetterReport"/>.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(LetterPageJson))]
[JsonSerializable(typeof(LetterDetailsJson))]
[JsonSerializable(typeof(OutcomesJson))]
internal sealed partial class DeadLetterJson : JsonSerializerContext;

internal sealed record LetterPageJson(IReadOnlyList<LetterJson> Letters, long? NextBefore);

internal sealed record LetterDetailsJson(LetterJson Letter, JsonElement? Payload, IReadOnlyList<ActJson> Acts);

internal sealed record LetterJson(
    long Id, string Kind, string Source, string Item, string State, string Reason, string Error, int Attempts,
    DateTimeOffset FirstFailedAt, DateTimeOffset LastFailedAt, DateTimeOffset UpdatedAt, int? Partition,
    long? Position, string? Stream, long? Version, string? MessageType, string? CorrelationId);

internal sealed record ActJson(string Act, string Actor, string Reason, DateTimeOffset At);

internal sealed record OutcomesJson(IReadOnlyList<OutcomeJson> Letters);

internal sealed record OutcomeJson(long Id, string Outcome);
