using System.Text.Json;
using Orleans.Runtime;

namespace Orchestrix.Sagas;

/// <summary>The action and the compensation of a step that runs another saga.</summary>
internal static class SubSagaCall
{
    public static async Task<StepResult> StartAsync<TChild>(SagaContext saga, string sagaType, TChild data)
    {
        var json = JsonSerializer.Serialize(data, saga.Json);
        var view = await Child(saga, sagaType).StartAsSubSagaAsync(json, Parent(saga));
        return view.Status switch
        {
            SagaStatus.Completed => StepResult.Done(),
            SagaStatus.Compensated => StepResult.Final(
                SagaRefusals.SubSagaCompensated, $"{view.Saga.GrainType} was compensated: {view.ReasonCode}."),
            _ => StepResult.Pending(),
        };
    }

    public static async Task<StepResult> CompensateAsync(SagaContext saga, string sagaType)
    {
        var view = await Child(saga, sagaType).CompensateSubSagaAsync(Parent(saga));
        return view.Status == SagaStatus.Compensated ? StepResult.Done() : StepResult.Pending();
    }

    private static ISagaGrain Child(SagaContext saga, string sagaType) =>
        saga.Grains.GetGrain<ISagaGrain>(GrainId.Create(sagaType, $"{saga.Saga.Key}.{saga.Step}"));

    private static SagaParent Parent(SagaContext saga) => new(saga.Saga, saga.Step);
}
