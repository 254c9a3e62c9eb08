namespace Orchestrix.Lifecycle;

/// <summary>
/// The pace of work that is repeated because a silo may be lost: once in a period, and at once when the members of the
/// cluster have changed. A change that comes while the work is being done is not missed. Used by one loop.
/// </summary>
internal sealed class ClusterPace : IAsyncDisposable
{
    private readonly TimeSpan _period;
    private readonly TimeProvider _time;
    private readonly CancellationTokenSource _ended;
    private readonly IAsyncEnumerator<ClusterMembershipSnapshot> _updates;
    private Task<bool>? _changed;

    public ClusterPace(
        IClusterMembershipService membership, TimeSpan period, TimeProvider time, CancellationToken stopping)
    {
        (_period, _time) = (period, time);
        _ended = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        _updates = membership.MembershipUpdates.GetAsyncEnumerator(_ended.Token);
    }

    /// <summary>Waits until it is time again.</summary>
    /// <exception cref="OperationCanceledException">The silo stops.</exception>
    public async Task NextAsync()
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(_ended.Token);
        var passed = Task.Delay(_period, _time, over.Token);
        _changed ??= _updates.MoveNextAsync().AsTask();
        var first = await Task.WhenAny(passed, _changed).ConfigureAwait(false);
        await over.CancelAsync().ConfigureAwait(false);
        _ended.Token.ThrowIfCancellationRequested();
        if (first != _changed)
            return;
        // When the membership service has ended or failed, only the period is left.
        if (_changed.IsCompletedSuccessfully && await _changed.ConfigureAwait(false))
            _changed = null;
        else
            await Task.Delay(_period, _time, _ended.Token).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _ended.CancelAsync().ConfigureAwait(false);
        // An enumerator may not be disposed while it moves.
        if (_changed is not null)
            await ((Task)_changed).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _updates.DisposeAsync().ConfigureAwait(false);
        _ended.Dispose();
    }
}
