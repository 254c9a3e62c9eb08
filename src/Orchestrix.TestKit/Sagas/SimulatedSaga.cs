using Orchestrix.Commands;
using Orchestrix.Events;
using Orchestrix.Sagas;

namespace Orchestrix.TestKit.Sagas;

/// <summary>A reference to a saga of the simulation: a call goes to the activation of that time.</summary>
internal sealed class SimulatedSaga(SagaWorld world, StreamId stream) : ISagaGrain
{
    public async Task<SagaView> GetAsync() => (await TargetAsync()).Runner.View;

    public async Task<SagaView> WhenEndedAsync(TimeSpan timeout) =>
        await (await TargetAsync()).Runner.WhenEndedAsync(timeout);

    public async Task WakeAsync() => await (await TargetAsync()).Runner.WakeAsync();

    public async Task<CommandResult<SagaView>> StartAsync(object data) =>
        await (await TargetAsync()).Commands.StartAsync(data);

    public async Task<SagaSignalStatus> SignalAsync(SagaMessage message) =>
        await (await TargetAsync()).Commands.SignalAsync(message);

    public async Task<CommandResult<SagaView>> CancelAsync(SagaAct act) =>
        await (await TargetAsync()).Commands.CancelAsync(act);

    public async Task<CommandResult<SagaView>> RetryStepAsync(string step, SagaAct act) =>
        await (await TargetAsync()).Commands.RetryStepAsync(step, act);

    public async Task<CommandResult<SagaView>> SkipStepAsync(string step, SagaAct act) =>
        await (await TargetAsync()).Commands.SkipStepAsync(step, act);

    public async Task<CommandResult<SagaView>> ForceCompensationAsync(SagaAct act) =>
        await (await TargetAsync()).Commands.ForceCompensationAsync(act);

    public async Task<CommandResult<SagaView>> EndByHandAsync(SagaStatus outcome, SagaAct act) =>
        await (await TargetAsync()).Commands.EndByHandAsync(outcome, act);

    public async Task<SagaView> StartAsSubSagaAsync(string dataJson, SagaParent parent) =>
        await (await TargetAsync()).Commands.StartAsSubSagaAsync(dataJson, parent);

    public async Task<SagaView> CompensateSubSagaAsync(SagaParent parent) =>
        await (await TargetAsync()).Commands.CompensateSubSagaAsync(parent);

    private Task<SagaActivation> TargetAsync() => world.ActivateAsync(stream);
}
