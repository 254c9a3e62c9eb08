using Orchestrix.Sagas;

namespace Orchestrix.Simulation;

/// <summary>What a person does to a saga, at the step that it was parked at when they looked.</summary>
internal delegate Task OperatorAct(ISagaGrain saga, string step, SagaAct act);
