using System.Text.Json;
using Bank.Client.Tenants;
using Orchestrix.Sagas;

namespace Bank.Client.Responses;

/// <summary>A step of a saga as it stands.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Status">Where its action stands.</param>
/// <param name="Compensation">Where its compensation stands.</param>
/// <param name="Attempts">Attempts of the action that were begun.</param>
/// <param name="CompensationAttempts">Attempts of the compensation that were begun.</param>
/// <param name="BegunAt">When it first began.</param>
/// <param name="EndedAt">When its action ended, whatever the outcome.</param>
/// <param name="DueAt">When something happens next by itself.</param>
/// <param name="FailureCode">The code of its latest failure.</param>
/// <param name="FailureMessage">The same in words; for callers of a tenant absent if a program said it.</param>
/// <param name="MayHaveTakenEffect">True if what it did would have to be undone.</param>
/// <param name="Result">Its result.</param>
public sealed record SagaStepResponse(
    string Name, string Status, string Compensation, int Attempts, int CompensationAttempts, DateTimeOffset? BegunAt,
    DateTimeOffset? EndedAt, DateTimeOffset? DueAt, string? FailureCode, string? FailureMessage,
    bool MayHaveTakenEffect, JsonElement? Result)
{
    internal static SagaStepResponse From(SagaStepView step) => new(
        step.Name, EnumName.Of(step.Status), EnumName.Of(step.Compensation), step.Attempts,
        step.CompensationAttempts, step.BegunAt, step.EndedAt, step.DueAt, step.FailureCode,
        FailureTexts.Told(step.FailureCode, step.FailureMessage),
        step.MayHaveTakenEffect, step.ResultJson is { } result ? JsonElement.Parse(result) : null);
}
