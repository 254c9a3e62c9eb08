using Orchestrix.Commands;
using Orchestrix.Diagnostics;
using Orchestrix.Errors;
using Orchestrix.Events;
using Orchestrix.EventStore;
using Orchestrix.LogConsistency;
using Orchestrix.Serialization;
using Orchestrix.Snapshots;
using Orchestrix.Tenants;
using Orleans.EventSourcing;

namespace Orchestrix.Aggregates;

/// <summary>
/// The confirmed state of one aggregate and its only way to the log. It takes the place of Orleans' log view adaptor
/// but knows no unconfirmed events: a command is appended before it is answered.
/// </summary>
internal sealed class AggregateLog<TState> : ILogViewAdaptor<TState, object>
    where TState : class, IAggregateState<TState>, new()
{
    private readonly AggregateServices _services;
    private readonly StateLoader<TState> _loader;
    private StreamHead<TState> _head = Start();
    private PastStates<TState> _past;

    public AggregateLog(StreamId stream, AggregateServices services)
    {
        (Stream, _services) = (stream, services);
        _past = new PastStates<TState>(Start(), services.States.Options.KeptStates);
        _loader = new StateLoader<TState>(
            stream, static () => new TState(), Fold, services.States, head => _past.Pass(head));
    }

    public StreamId Stream { get; }

    public OrchestrixMetrics Metrics => _services.States.Metrics;

    public CallTracing Tracing => _services.Tracing;

    public TimeProvider Time => _services.States.Time;

    public TState ConfirmedView => _head.State;

    public int ConfirmedVersion => _head.Version;

    /// <summary>Orleans shows it to grains alone, beside the present state: to the same callers as that one.</summary>
    public TState TentativeView
    {
        get
        {
            StreamTenant.Check(Stream);
            return ConfirmedView;
        }
    }

    public IEnumerable<object> UnconfirmedSuffix => [];

    /// <summary>Loads the state, or folds what others have appended since it was loaded.</summary>
    public async Task Synchronize() =>
        Advance(_head.Version == 0 ? await _loader.LoadAsync() : await _loader.FoldAsync(_head));

    /// <summary>The state as it was at <paramref name="version"/>.</summary>
    public async Task<TState> StateAtAsync(long version)
    {
        var present = _head;
        if (version == present.Version)
            return present.State;
        if (version > present.Version)
            return (await _loader.FoldAsync(present, version)).State;
        var past = await _loader.LoadAtAsync(_past.Nearest(version), version);
        _past.Asked(past);
        return past.State;
    }

    /// <summary>The receipt of a command id, or null if the stream has none.</summary>
    public Task<AppendResult?> FindCommandAsync(string commandId) =>
        _services.Store.FindCommandAsync(Stream, commandId);

    /// <summary>Returns once what was read is as durable as what is appended.</summary>
    public Task ConfirmAsync() => _services.Store.ConfirmAsync();

    /// <summary>
    /// Appends events that were decided on the present state, then makes their fold the present state.
    /// </summary>
    /// <exception cref="ConcurrencyException">The stream has moved on.</exception>
    /// <exception cref="EventRejectedException">An event cannot be stored or folded; nothing was written.</exception>
    public async Task<AppendResult> AppendAsync(IReadOnlyList<object> events, Command command)
    {
        var decidedAt = ConfirmedVersion;
        // Folding first keeps an event that the fold cannot take out of the log, where it would fail every activation.
        var next = FoldNew(ConfirmedView, events);
        var commit = new Commit
        {
            Stream = Stream,
            ExpectedVersion = ExpectedVersion.Exactly(decidedAt),
            CommitId = VersionSevenId.Next(),
            Events = Serialize(events),
            CommandId = command.CommandId,
            CommandFingerprint = command.CommandId is null ? null : CommandFingerprint.Of(command),
            Metadata = CallContext.Current,
        };
        var result = await _services.Appender.AppendAsync(commit);
        if (result.Status == AppendStatus.Conflict)
        {
            // A server that lacks events has taken the place of another: what was folded of them never happened.
            if (result.StreamVersion < decidedAt)
                (_head, _past) = (Start(), new PastStates<TState>(Start(), _services.States.Options.KeptStates));
            // The next command is decided on what made this one stale.
            await Synchronize();
            throw new ConcurrencyException(Stream, commit.ExpectedVersion, result.StreamVersion);
        }
        if (result.Status == AppendStatus.Appended)
        {
            var head = new StreamHead<TState>(next, checked((int)result.LastVersion), commit.Events[^1].EventId);
            Advance(head);
            _past.Pass(head);
            _loader.TakeAfterAppend(decidedAt, head);
        }
        return result;
    }

    public async Task<IReadOnlyList<object>> RetrieveLogSegment(int fromVersion, int toVersion)
    {
        StreamTenant.Check(Stream);
        return await LogSegment.ReadAsync<object>(
            _services.Store, _services.Serializer, Stream, fromVersion, toVersion);
    }

    public Task ConfirmSubmittedEntries() => Task.CompletedTask;

    public Task PreOnActivate() => Task.CompletedTask;

    public Task PostOnActivate() => Task.CompletedTask;

    public Task PostOnDeactivate() => Task.CompletedTask;

    public void Submit(object entry) => throw UseHandle();

    public void SubmitRange(IEnumerable<object> entries) => throw UseHandle();

    public Task<bool> TryAppend(object entry) => throw UseHandle();

    public Task<bool> TryAppendRange(IEnumerable<object> entries) => throw UseHandle();

    public Task ClearLogAsync(CancellationToken cancellationToken) => throw LogSegment.NeverCleared(Stream);

    public void EnableStatsCollection()
    {
    }

    public void DisableStatsCollection()
    {
    }

    public LogConsistencyStatistics? GetStats() => null;

    // Calls of a reentrant grain overlap: the one that ends last need not have read last.
    private void Advance(StreamHead<TState> to)
    {
        if (to.Version > _head.Version)
            _head = to;
    }

    private TState Fold(TState state, RecordedEvent recorded)
    {
        var @event = _services.Serializer.Deserialize(recorded);
        try
        {
            return state.Apply(@event);
        }
        // A state that cannot be folded must not be used; the row is named, and other aggregates go on.
        catch (Exception exception)
        {
            throw LogSegment.FoldFailedOnReplay(recorded, exception);
        }
    }

    private TState FoldNew(TState state, IReadOnlyList<object> events)
    {
        foreach (var @event in events)
        {
            try
            {
                state = state.Apply(@event) ?? throw new InvalidOperationException("Apply returned null.");
            }
            // Whatever user code throws here, nothing was written yet and the caller learns why.
            catch (Exception exception)
            {
                throw new EventRejectedException(
                    ErrorCodes.FoldFailed,
                    $"The state of {Stream} cannot fold a new {@event.GetType().Name}; nothing was written.",
                    exception);
            }
        }
        return state;
    }

    private EventData[] Serialize(IReadOnlyList<object> events)
    {
        var data = new EventData[events.Count];
        for (var index = 0; index < data.Length; index++)
            data[index] = _services.Serializer.Serialize(events[index]);
        return data;
    }

    private static StreamHead<TState> Start() => new(new TState(), 0, default);

    private static InvalidOperationException UseHandle() =>
        new("An AggregateGrain appends through HandleAsync, which checks the command id and answers when the events "
            + "are durable.");
}
