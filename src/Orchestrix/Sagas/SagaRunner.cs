using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Orchestrix.Commands;
using Orchestrix.Errors;
using Orchestrix.Events;
using Orchestrix.Retry;

namespace Orchestrix.Sagas;

/// <summary>
/// Does what <see cref="SagaMachine"/> says for one saga: records events, asks participants, keeps times. Runs on one
/// scheduler, that of its grain; calls overlap only where one awaits something, and commits take turns.
/// </summary>
/// <remarks>
/// If another activation of the saga appends, this one notices at its next commit and stops for good: the log, not the
/// cluster, decides who drives the saga.
/// </remarks>
[SuppressMessage("Reliability", "CA1001", Justification = "The token source has no timer and no wait handle.")]
internal sealed partial class SagaRunner(StreamId stream, SagaServices services, ISagaHost host)
{
    private static readonly ExponentialBackoff StoreRetry =
        new(maxRetries: 10, TimeSpan.FromMilliseconds(100), 2, TimeSpan.FromSeconds(5));

    private readonly SagaLog _log = services.Log(stream);
    private readonly SagaClock _clock = new(services.Time);
    private readonly Turns _turns = new();
    private readonly CancellationTokenSource _stopped = new();
    private readonly HashSet<(string Step, SagaPhase Phase)> _calls = [];
    private TaskCompletionSource _rest = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private SagaState _state = SagaState.New;
    private SagaMachine? _machine;
    private EventMetadata _origin = EventMetadata.None;
    private object? _data;
    private bool _isTakenUp;
    private bool _isStartedHere;
    private long _takenUpAt;

    public SagaState State => _state;

    /// <summary>True if this activation has ended.</summary>
    public bool IsStopped => _stopped.IsCancellationRequested;

    public SagaView View => SagaViews.Of(stream, _state);

    private DateTimeOffset Now => _clock.Now;

    /// <summary>Reads the stream. Drives nothing yet.</summary>
    public async Task LoadAsync()
    {
        (_state, _origin, var recordedAt) = await _log.LoadAsync();
        _clock.Resume(_state.LatestAt, recordedAt);
        // What is begun from here on is begun by this activation.
        _isTakenUp = _isStartedHere = _state.Version == 0;
        if (_state.DefinitionVersion > 0 && services.Sagas.Missing(stream.GrainType, _state) is null)
            _machine = MachineOf(services.Sagas.Find(stream.GrainType, _state.DefinitionVersion)!);
        if (_state.IsEnded || _state.Parked is not null)
            _rest.TrySetResult();
    }

    /// <summary>
    /// Takes up what was under way when the saga was last heard of. To be called once, after <see cref="LoadAsync"/>.
    /// </summary>
    public Task ResumeAsync() => _state.Status is SagaStatus.Running or SagaStatus.Compensating
        || _state.WaitsForDefinition
            ? TickAsync()
            : Task.CompletedTask;

    /// <summary>Looks at the time.</summary>
    public Task TickAsync() => InBackgroundAsync(() => CommitAsync(static _ => [], _origin));

    /// <summary>
    /// Makes sure that nothing is forgotten: asks again for what is pending. A saga whose definition is not here leaves
    /// this silo, so that the next call can find one that has it.
    /// </summary>
    public async Task WakeAsync()
    {
        await InBackgroundAsync(() => CommitAsync(static _ => [], _origin, asksPending: true));
        if (_machine is null && _state.DefinitionVersion > 0 && !_state.IsEnded)
            host.Drop("The definition is not here.");
    }

    /// <summary>Starts the saga, or finds that it was started.</summary>
    public async Task<CommandResult<SagaView>> StartAsync(Saga saga, JsonElement data, SagaParent? parent)
    {
        using var span = SagaTrace.StartSaga(stream, services.Tracing);
        var isRepeat = true;
        var position = await CommitAsync(state =>
        {
            isRepeat = state.Status != SagaStatus.None;
            if (isRepeat)
                return [];
            _origin = CallContext.Current;
            _machine = MachineOf(saga);
            return
            [
                new SagaStarted(saga.Version, data, parent?.Saga.Value, parent?.Step, saga.Fingerprint) { At = Now },
            ];
        }, CallContext.Current);
        if (isRepeat)
            await _log.ConfirmAsync();
        if (_state.ReasonCode == SagaRefusals.Forestalled)
        {
            return new CommandResult<SagaView>
            {
                Refusal = new Refusal(SagaRefusals.Forestalled, "The saga was cancelled before it started."),
                Reply = View,
                Version = _state.Version,
            };
        }
        if (isRepeat && !IsStartedWith(saga, data))
            throw new CommandIdReusedException(stream, 1);
        return new CommandResult<SagaView>
        {
            Reply = View,
            Version = _state.Version,
            Position = position,
            IsRepeat = isRepeat,
        };
    }

    /// <summary>Does what a person or another saga asks for.</summary>
    public async Task<CommandResult<SagaView>> ActAsync(Func<SagaState, DateTimeOffset, SagaActs.Decided> act)
    {
        var decided = SagaActs.Decided.Nothing;
        var position = await CommitAsync(state =>
        {
            decided = act(state, Now);
            return decided.Event is { } @event ? [@event] : [];
        }, CallContext.Current);
        if (decided is { Event: null, Refusal: null })
            await _log.ConfirmAsync();
        return new CommandResult<SagaView>
        {
            Refusal = decided.Refusal,
            Reply = View,
            Version = _state.Version,
            Position = position,
            IsRepeat = decided.IsRepeat,
        };
    }

    public async Task<SagaSignalStatus> SignalAsync(SagaMessageReceived message)
    {
        var (status, isKnown) = (SagaSignalStatus.Ignored, false);
        await CommitAsync(state =>
        {
            (status, var @event) = SagaActs.Signal(state, _machine, message with { At = Now });
            isKnown = @event is null;
            return @event is null ? [] : [@event];
        }, CallContext.Current);
        if (isKnown && status != SagaSignalStatus.Ignored)
            await _log.ConfirmAsync();
        if (status == SagaSignalStatus.Ignored)
            services.Metrics.SagaMessageIgnored(stream.GrainType);
        return status;
    }

    /// <summary>Waits until nothing more happens by itself, or the time is over, or this activation stops.</summary>
    public async Task<SagaView> WhenEndedAsync(TimeSpan timeout)
    {
        using var deadline = new CancellationTokenSource(timeout, services.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, _stopped.Token);
        await _rest.Task.WaitAsync(either.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing
            | ConfigureAwaitOptions.ContinueOnCapturedContext);
        return View;
    }

    /// <summary>Ends the activation: nothing more is asked or recorded.</summary>
    public void Stop(string reason)
    {
        if (IsStopped)
            return;
        _stopped.Cancel();
        host.TickIn(null);
        host.Drop(reason);
    }

    /// <summary>Data that was recorded before a field was added to its type is the same data.</summary>
    private bool IsStartedWith(Saga saga, JsonElement data)
    {
        if (JsonElement.DeepEquals(_state.Data, data))
            return true;
        try
        {
            var recorded = _state.Data.Deserialize(saga.DataType, services.Json);
            return JsonElement.DeepEquals(
                JsonSerializer.SerializeToElement(recorded, saga.DataType, services.Json), data);
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private SagaMachine MachineOf(Saga saga) => new(saga, stream, services.Json);
}
