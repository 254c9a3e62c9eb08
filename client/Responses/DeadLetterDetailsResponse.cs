using System.Text.Json;
using Orchestrix.DeadLetters;

namespace Bank.Client.Responses;

/// <summary>Everything about a dead letter.</summary>
/// <param name="Letter">The letter.</param>
/// <param name="Payload">What was given up on; absent if its source keeps it.</param>
/// <param name="Acts">What people did with it, oldest first.</param>
public sealed record DeadLetterDetailsResponse(
    DeadLetterResponse Letter, JsonElement? Payload, IReadOnlyList<DeadLetterActResponse> Acts)
{
    internal static DeadLetterDetailsResponse From(DeadLetterDetails found) => new(
        DeadLetterResponse.From(found.Letter),
        found.Payload is { } payload ? JsonElement.Parse(payload) : null,
        [.. found.Acts.Select(static act => new DeadLetterActResponse(
            EnumName.Of(act.Kind), act.Actor, act.Reason, act.At))]);
}
