using Orchestrix.Commands;
using Orchestrix.Errors;
using Orchestrix.Events;
using Orchestrix.Snapshots;
using Orleans.EventSourcing;
using Orleans.EventSourcing.Common;

namespace Orchestrix.LogConsistency;

/// <summary>
/// Connects an unmodified <c>JournaledGrain</c> to the event log. Tentative state, background confirmation and
/// conditional events are Orleans' own; reading, writing and the fate of conflicts are decided here.
/// </summary>
/// <remarks>
/// Written against Orleans 10.4.2. The base class wants <see cref="ReadAsync"/> and <see cref="WriteAsync"/> not to
/// throw, and repeats a write that returns 0 at once and for ever; so a write always accounts for every event it was
/// given, and failures are kept until <see cref="ConfirmSubmittedEntries"/> can throw them to the caller.
/// </remarks>
internal sealed partial class EventLogViewAdaptor<TView, TEvent>
    : PrimaryBasedLogViewAdaptor<TView, TEvent, EventSubmission<TEvent>>, ILogViewUpdate<TEvent>
    where TView : class, new()
    where TEvent : class
{
    private readonly StreamId _stream;
    private readonly EventLogServices _log;
    private readonly StateLoader<TView> _loader;
    private readonly Action<TView, TEvent> _fold;
    private StreamHead<TView> _head;
    private bool _isLoaded;
    private bool _wasSynchronized;
    private long _group;
    private long _overtaken;
    private int _drops;
    private Exception? _untold;
    private Exception? _readFailure;
    private Exception? _doom;

    public EventLogViewAdaptor(
        ILogViewAdaptorHost<TView, TEvent> host, TView initialState, ILogConsistencyProtocolServices services,
        StreamId stream, EventLogServices log)
        : base(host, initialState, services)
    {
        _stream = stream;
        _log = log;
        _fold = ViewFold<TView, TEvent>.Of(host);
        // Asked for only while nothing is folded: then the view is the one that the grain began with.
        _loader = new StateLoader<TView>(stream, () => Services.DeepCopy(_head.State), Fold, log.States);
    }

    public override Task<IReadOnlyList<TEvent>> RetrieveLogSegment(int fromVersion, int toVersion) =>
        LogSegment.ReadAsync<TEvent>(_log.Store, _log.Serializer, _stream, fromVersion, toVersion);

    public override Task ClearLogAsync(CancellationToken cancellationToken) =>
        Task.FromException(LogSegment.NeverCleared(_stream));

    /// <summary>
    /// Loads the state before the first call is served, also for a grain that forgets the base class in
    /// OnActivateAsync.
    /// </summary>
    public override async Task PostOnActivate()
    {
        await base.PostOnActivate();
        if (!_isLoaded)
            await Synchronize();
    }

    /// <summary>Waits for the events raised so far, and throws if they were not appended.</summary>
    public new async Task ConfirmSubmittedEntries()
    {
        var raised = GetCurrentBatchOfUpdates();
        // A failure of other events must not be told to a caller whose own are stored: it would raise them again.
        if (raised.Length == 0)
            ThrowIfFailed();
        foreach (var submission in raised)
            submission.IsAwaited = true;
        await base.ConfirmSubmittedEntries();
        foreach (var submission in raised)
        {
            if (submission.Failure is { } failure)
                throw failure;
        }
    }

    /// <summary>Appends what waits, folds what others appended, and throws if either failed.</summary>
    public new async Task Synchronize()
    {
        ThrowIfDoomed();
        var drops = _drops;
        await base.Synchronize();
        // The base class takes a write for a read. One that was given up on has read nothing.
        if (drops != _drops && _doom is null)
            await base.Synchronize();
        var isFirst = !_wasSynchronized;
        _wasSynchronized = true;
        // The first call is that of JournaledGrain.OnActivateAsync. What it throws fails the activation and reaches the
        // caller; asking for deactivation as well would hide the reason.
        if (isFirst && _doom is { } reason)
            throw reason;
        ThrowIfFailed();
        if (_readFailure is { } failure)
            throw failure;
    }

    public new void Submit(TEvent entry)
    {
        ThrowIfFailed();
        _group++;
        base.Submit(entry);
    }

    public new void SubmitRange(IEnumerable<TEvent> entries)
    {
        ThrowIfFailed();
        _group++;
        base.SubmitRange(entries);
    }

    public new Task<bool> TryAppend(TEvent entry)
    {
        ThrowIfFailed();
        _group++;
        return base.TryAppend(entry);
    }

    public new Task<bool> TryAppendRange(IEnumerable<TEvent> entries)
    {
        ThrowIfFailed();
        _group++;
        return base.TryAppendRange(entries);
    }

    protected override void InitializeConfirmedView(TView initialstate) => _head = new(initialstate, 0, default);

    protected override TView LastConfirmedView() => _head.State;

    protected override int GetConfirmedVersion() => _head.Version;

    protected override EventSubmission<TEvent> MakeSubmissionEntry(TEvent entry) => new()
    {
        Entry = entry,
        DecidedAt = _head.Version,
        Overtaken = _overtaken,
        Group = _group,
        Metadata = CallContext.Current,
    };

    protected override async Task ReadAsync()
    {
        _readFailure = null;
        try
        {
            Confirm(await LoadAsync(new LogHead(_head, _overtaken)));
            _isLoaded = true;
        }
        // The base class requires that nothing escapes; Synchronize throws it to the caller.
        catch (Exception exception)
        {
            _readFailure = exception;
            if (!_isLoaded)
                _doom = exception;
        }
    }

    protected override async Task<int> WriteAsync()
    {
        var waiting = GetCurrentBatchOfUpdates();
        // The confirmed view moves only when the write has ended: until then all its events count as waiting.
        var (head, done, before) = (new LogHead(_head, _overtaken), 0, _head.Version);
        Exception? failure = null;
        try
        {
            if (_doom is { } doom)
                throw doom;
            foreach (var submission in waiting)
                submission.Data = _log.Serializer.Serialize(submission.Entry!);
            while (done < waiting.Length)
            {
                var length = CommitPlan.NextLength(waiting, done);
                head = await AppendAsync(waiting[done..(done + length)], head);
                done += length;
            }
        }
        // The base class requires that nothing escapes; ConfirmSubmittedEntries throws it to the caller.
        catch (Exception exception)
        {
            failure = exception;
        }
        Confirm(head);
        _loader.TakeAfterAppend(before, _head);
        return Settle(waiting, done, failure);
    }

    private void Confirm(LogHead head) => (_head, _overtaken) = (head.Stream, head.Overtaken);

    private void ThrowIfFailed()
    {
        ThrowIfDoomed();
        if (_untold is not { } untold)
            return;
        _untold = null;
        throw untold;
    }

    private void ThrowIfDoomed()
    {
        if (_doom is not { } doom)
            return;
        Deactivate();
        throw doom;
    }

    /// <summary>A state of the stream, and how often other writers overtook this activation on the way there.</summary>
    private readonly record struct LogHead(StreamHead<TView> Stream, long Overtaken)
    {
        public TView View => Stream.State;

        public int Version => Stream.Version;
    }
}
