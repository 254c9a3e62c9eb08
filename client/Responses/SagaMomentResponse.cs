using Bank.Client.Tenants;
using Orchestrix.Sagas;

namespace Bank.Client.Responses;

/// <summary>Something that happened to a saga; an attempt is one moment, with its outcome.</summary>
/// <param name="At">When it happened, or began.</param>
/// <param name="Kind">What: action, compensation, wait, message, act, parked, ended and the like.</param>
/// <param name="Step">The step that it is about.</param>
/// <param name="Attempt">The attempt, from 1.</param>
/// <param name="Outcome">What came of it; absent while it is under way.</param>
/// <param name="DurationSeconds">How long an attempt or a wait took.</param>
/// <param name="Code">A stable code of a failure or a reason.</param>
/// <param name="Text">
/// Why, in words, or the name of a message. For callers of a tenant absent if a program said it.
/// </param>
/// <param name="NextAt">When it is tried, asked or given up next.</param>
/// <param name="Actor">Who did it.</param>
public sealed record SagaMomentResponse(
    DateTimeOffset At, string Kind, string? Step, int? Attempt, string? Outcome, double? DurationSeconds, string? Code,
    string? Text, DateTimeOffset? NextAt, string? Actor)
{
    internal static SagaMomentResponse From(SagaTimelineEntry entry) => new(
        entry.At, EnumName.Of(entry.Kind), entry.Step, entry.Attempt, entry.Outcome,
        (entry.EndedAt - entry.At)?.TotalSeconds, entry.Code, FailureTexts.Told(entry.Code, entry.Text), entry.NextAt,
        entry.Actor);
}
