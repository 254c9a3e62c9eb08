using Orchestrix.Events;
using Orchestrix.Subscriptions;

namespace Orchestrix.Tests.Subscriptions;

/// <summary>Notes what it handles, records each page at once, and fails where a test wants it to.</summary>
internal sealed class RecordingProcessor(ICheckpointStore checkpoints, SubscriptionPartition partition) : IPageProcessor
{
    private long _handledTo;

    public List<long> Handled { get; } = [];

    /// <summary>Runs before a page is handled; what it throws is thrown to the runner.</summary>
    public Func<LogPage, Task>? BeforeHandling { get; set; }

    /// <summary>Runs between handling and recording.</summary>
    public Func<LogPage, Task>? BeforeRecording { get; set; }

    /// <summary>Pages after which is recorded; others are recorded by the flush.</summary>
    public bool RecordsPages { get; set; } = true;

    public async Task<Checkpoint> AcquireAsync(string owner, CancellationToken cancellationToken)
    {
        var owned = await checkpoints.AcquireAsync(partition, owner, default, cancellationToken);
        _handledTo = owned.Position;
        return owned;
    }

    public async Task<long> ProcessAsync(Checkpoint owned, LogPage page, CancellationToken cancellationToken)
    {
        if (BeforeHandling is { } before)
            await before(page);
        lock (Handled)
            Handled.AddRange(page.Events.Select(one => one.Position));
        _handledTo = page.ScannedTo;
        if (!RecordsPages)
            return owned.Position;
        if (BeforeRecording is { } between)
            await between(page);
        await checkpoints.SaveAsync(owned, page.ScannedTo, cancellationToken: cancellationToken);
        return page.ScannedTo;
    }

    public async Task<long> FlushAsync(Checkpoint owned, CancellationToken cancellationToken)
    {
        await checkpoints.SaveAsync(owned, _handledTo, cancellationToken: cancellationToken);
        return _handledTo;
    }
}
