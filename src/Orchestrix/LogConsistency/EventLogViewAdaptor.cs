using Orchestrix.Commands;
using Orchestrix.Errors;
using Orchestrix.Events;
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
    private TView _view = null!;
    private int _version;
    private bool _isLoaded;
    private bool _wasSynchronized;
    private long _submitted;
    private long _group;
    private ConfirmationFailure? _failure;
    private Exception? _readFailure;
    private Exception? _doom;

    public EventLogViewAdaptor(
        ILogViewAdaptorHost<TView, TEvent> host, TView initialState, ILogConsistencyProtocolServices services,
        StreamId stream, EventLogServices log)
        : base(host, initialState, services)
    {
        _stream = stream;
        _log = log;
    }

    public override Task<IReadOnlyList<TEvent>> RetrieveLogSegment(int fromVersion, int toVersion) =>
        LogSegment.ReadAsync<TEvent>(_log.Store, _log.Serializer, _stream, fromVersion, toVersion);

    public override Task ClearLogAsync(CancellationToken cancellationToken) =>
        Task.FromException(LogSegment.NeverCleared(_stream));

    /// <summary>Waits for the events raised so far, and throws if they were not appended.</summary>
    public new async Task ConfirmSubmittedEntries()
    {
        ThrowIfDoomed();
        var oldest = _submitted - GetNumberPendingUpdates() + 1;
        await base.ConfirmSubmittedEntries();
        if (_failure is { } failure && (!failure.IsTold || failure.Last >= oldest))
        {
            failure.IsTold = true;
            throw failure.Exception;
        }
        ThrowIfDoomed();
    }

    /// <summary>Appends what waits, folds what others appended, and throws if either failed.</summary>
    public new async Task Synchronize()
    {
        ThrowIfDoomed();
        await base.Synchronize();
        var isFirst = !_wasSynchronized;
        _wasSynchronized = true;
        // The first call is that of JournaledGrain.OnActivateAsync. What it throws fails the activation and reaches the
        // caller; asking for deactivation as well would hide the reason.
        if (isFirst && _doom is { } reason)
            throw reason;
        ThrowIfDoomed();
        if (_readFailure is { } failure)
            throw failure;
    }

    public new void Submit(TEvent entry)
    {
        ThrowIfDoomed();
        _group++;
        base.Submit(entry);
    }

    public new void SubmitRange(IEnumerable<TEvent> entries)
    {
        ThrowIfDoomed();
        _group++;
        base.SubmitRange(entries);
    }

    public new Task<bool> TryAppend(TEvent entry)
    {
        ThrowIfDoomed();
        _group++;
        return base.TryAppend(entry);
    }

    public new Task<bool> TryAppendRange(IEnumerable<TEvent> entries)
    {
        ThrowIfDoomed();
        _group++;
        return base.TryAppendRange(entries);
    }

    protected override void InitializeConfirmedView(TView initialstate) => (_view, _version) = (initialstate, 0);

    protected override TView LastConfirmedView() => _view;

    protected override int GetConfirmedVersion() => _version;

    protected override EventSubmission<TEvent> MakeSubmissionEntry(TEvent entry) => new()
    {
        Entry = entry,
        Number = ++_submitted,
        Group = _group,
        Metadata = CallContext.Current,
    };

    protected override async Task ReadAsync()
    {
        _readFailure = null;
        try
        {
            await LoadAsync();
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
        var done = 0;
        try
        {
            foreach (var submission in waiting)
                submission.Data = _log.Serializer.Serialize(submission.Entry!);
            while (done < waiting.Length)
            {
                var length = CommitPlan.NextLength(waiting, done);
                await AppendAsync(waiting[done..(done + length)]);
                done += length;
            }
        }
        // The base class requires that nothing escapes; ConfirmSubmittedEntries throws it to the caller.
        catch (Exception exception)
        {
            Drop(waiting.AsSpan(done), exception);
        }
        return waiting.Length;
    }

    private void ThrowIfDoomed()
    {
        if (_doom is not { } doom)
            return;
        Deactivate();
        throw doom;
    }
}
