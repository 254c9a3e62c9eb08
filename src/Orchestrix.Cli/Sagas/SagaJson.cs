using System.Text.Json;
using System.Text.Json.Serialization;

namespace Orchestrix.Cli.Sagas;

/// <summary>The JSON of <see cref="SagaReport"/>.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(SagaPageJson))]
[JsonSerializable(typeof(SagaDetailsJson))]
[JsonSerializable(typeof(SagaJson))]
[JsonSerializable(typeof(SignalJson))]
internal sealed partial class SagaReportJson : JsonSerializerContext;

internal sealed record SagaPageJson(IReadOnlyList<SagaRowJson> Sagas, string? Next);

internal sealed record SagaRowJson(
    string Saga, string Status, DateTimeOffset BegunAt, DateTimeOffset? DueAt, string? ReasonCode, string? ParkedAt,
    DateTimeOffset? ParkedSince);

internal sealed record SagaDetailsJson(SagaJson Saga, IReadOnlyList<MomentJson> Timeline);

internal sealed record SagaJson(
    string Saga, string Status, int DefinitionVersion, long Version, DateTimeOffset? StartedAt,
    DateTimeOffset? EndedAt, bool IsCancelled, string? ReasonCode, string? Reason, string? ParkedAt,
    IReadOnlyList<StepJson> Steps, JsonElement? Data);

internal sealed record StepJson(
    string Name, string Status, string Compensation, int Attempts, int CompensationAttempts, DateTimeOffset? BegunAt,
    DateTimeOffset? EndedAt, DateTimeOffset? DueAt, string? FailureCode, string? FailureMessage,
    bool MayHaveTakenEffect, JsonElement? Result);

internal sealed record MomentJson(
    DateTimeOffset At, string Kind, string? Step, int? Attempt, string? Outcome, double? DurationSeconds, string? Code,
    string? Text, DateTimeOffset? NextAt, string? Actor);

internal sealed record SignalJson(string Id, string Outcome);
