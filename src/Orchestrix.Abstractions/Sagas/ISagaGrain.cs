using Orchestrix.Commands;
using Orleans.Concurrency;

namespace Orchestrix.Sagas;

/// <summary>
/// What every saga answers, whatever its data: for operators, other sagas and the watchdog. Reach any saga by
/// <c>grains.GetGrain&lt;ISagaGrain&gt;(GrainId.Create(type, key))</c>.
/// </summary>
/// <remarks>
/// Commands answer when what they changed is durable. One that meets an activation which is about to end, because
/// another one has taken over or the store cannot be reached, fails with <see cref="OperationCanceledException"/>, or
/// with what the store threw: send it again, which is safe for every command of a saga, and for the acts of people if
/// they have a <see cref="SagaAct.CommandId"/>. One that was used for another act fails with
/// <see cref="Errors.CommandIdReusedException"/>.
/// </remarks>
[Alias("orchestrix.saga")]
public interface ISagaGrain : IGrainWithStringKey
{
    /// <summary>The saga as it stands.</summary>
    [Alias("get"), AlwaysInterleave]
    Task<SagaView> GetAsync();

    /// <summary>
    /// Answers when the saga has ended or is parked, or when the time is over: look at <see cref="SagaView.IsAtRest"/>.
    /// Keep the time below the response time-out of the cluster.
    /// </summary>
    [Alias("when-ended"), AlwaysInterleave]
    Task<SagaView> WhenEndedAsync(TimeSpan timeout);

    /// <summary>Makes sure that the saga is being driven. Harmless at any time.</summary>
    [Alias("wake"), AlwaysInterleave]
    Task WakeAsync();

    /// <summary>Tells the saga something that it waits for, or will.</summary>
    /// <exception cref="ArgumentException">The message has no id or name, or its content is no JSON.</exception>
    [Alias("signal")]
    Task<SagaSignalStatus> SignalAsync(SagaMessage message);

    /// <summary>
    /// Ends the saga early: no further step is begun, and what was done is undone. Refused once it has ended.
    /// </summary>
    [Alias("cancel")]
    Task<CommandResult<SagaView>> CancelAsync(SagaAct act);

    /// <summary>Tries the step that the saga is parked at again, with fresh retries.</summary>
    [Alias("retry")]
    Task<CommandResult<SagaView>> RetryStepAsync(string step, SagaAct act);

    /// <summary>
    /// Passes over the step, or the compensation, that the saga is parked at: the person says that it was seen to.
    /// </summary>
    [Alias("skip")]
    Task<CommandResult<SagaView>> SkipStepAsync(string step, SagaAct act);

    /// <summary>Undoes what the parked saga has done, in spite of what it is parked for.</summary>
    [Alias("compensate")]
    Task<CommandResult<SagaView>> ForceCompensationAsync(SagaAct act);

    /// <summary>Ends the parked saga as it is: the person has finished it by other means.</summary>
    /// <param name="outcome"><see cref="SagaStatus.Completed"/> or <see cref="SagaStatus.Compensated"/>.</param>
    /// <param name="act">Who and why.</param>
    [Alias("end-by-hand")]
    Task<CommandResult<SagaView>> EndByHandAsync(SagaStatus outcome, SagaAct act);

    /// <summary>Starts the saga as a part of another one. For the engine.</summary>
    [Alias("start-sub-saga")]
    Task<SagaView> StartAsSubSagaAsync(string dataJson, SagaParent parent);

    /// <summary>
    /// Undoes the saga for the one that it is a part of: also if it has completed, and one that never started never
    /// will. For the engine.
    /// </summary>
    [Alias("compensate-sub-saga")]
    Task<SagaView> CompensateSubSagaAsync(SagaParent parent);
}
