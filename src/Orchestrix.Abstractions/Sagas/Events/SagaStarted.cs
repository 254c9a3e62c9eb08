using System.Text.Json;
using Orchestrix.Events;

namespace Orchestrix.Sagas;

/// <summary>The saga began.</summary>
/// <param name="DefinitionVersion">The definition that it keeps to until its end.</param>
/// <param name="Data">What it was started with.</param>
/// <param name="ParentSaga">The stream of the saga that it is a part of, or null.</param>
/// <param name="ParentStep">The step of that saga, or null.</param>
/// <param name="Fingerprint">
/// Stands for the steps of that definition, <see cref="Saga.Fingerprint"/>; null in sagas of the engine's first
/// version.
/// </param>
[EventType("saga.started", 1)]
public sealed record SagaStarted(
    int DefinitionVersion, JsonElement Data, string? ParentSaga = null, string? ParentStep = null,
    string? Fingerprint = null) : SagaEvent;
