using Npgsql;

namespace Orchestrix.PostgreSQL.Integrity;

/// <summary>
/// Verifies a part of the log each time: what was sealed since the last time, and the next part of what is old, so that
/// all of it is read again in turn. Where it is, is in memory; one that is new begins with the newest seals. Two runs
/// at once compare the same, and that is all.
/// </summary>
/// <param name="source">A role that may read the log.</param>
/// <param name="time">Measures how long a part takes.</param>
/// <param name="partSize">Most events of each of the two parts, but for the rest of a seal; at least one seal.</param>
internal sealed class IncrementalVerifier(NpgsqlDataSource source, TimeProvider time, long partSize = 40_960)
{
    /// <summary>How long each part may take, but for the rest of a seal.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private readonly SealedLog _log = new(source);
    private LogAnchor? _newest;
    private LogAnchor _old = LogAnchor.Start;

    /// <summary>Compares the next parts.</summary>
    /// <exception cref="Errors.EventStoreUnavailableException">The log cannot be read.</exception>
    public async Task<IncrementalResult> RunAsync(CancellationToken cancellationToken)
    {
        var state = await _log.ReadStateAsync(cancellationToken).ConfigureAwait(false);
        var newest = Volatile.Read(ref _newest);
        var finding = newest is null
            ? null
            : await _log.CheckAnchorAsync(newest, state.Head, cancellationToken).ConfigureAwait(false);
        if (finding is not null)
            return new IncrementalResult(state, [], finding);
        if (newest is null || state.End.Position - newest.Position > partSize)
        {
            newest = await _log.FindSealUpToAsync(
                Math.Max(0, state.End.Position - partSize), cancellationToken).ConfigureAwait(false);
        }
        var fresh = await CompareAsync(newest, state.End, cancellationToken).ConfigureAwait(false);
        if (fresh.Finding is not null)
            return new IncrementalResult(state, [fresh], fresh.Finding);
        Volatile.Write(ref _newest, fresh.To);

        // The beginning of the log was just compared, or what is old is what lies before the new part.
        var old = Volatile.Read(ref _old);
        var again = newest.Position == 0
            ? new VerifiedPart(old.Position, old, null)
            : await CompareAsync(old.Position < newest.Position ? old : LogAnchor.Start, newest, cancellationToken)
                .ConfigureAwait(false);
        if (again.Finding is null)
            Volatile.Write(ref _old, again.To);
        var (before, elsewhere) = await _log.FindStraysAsync(cancellationToken).ConfigureAwait(false);
        return new IncrementalResult(state, [fresh, again], before ?? again.Finding ?? elsewhere);
    }

    private async Task<VerifiedPart> CompareAsync(LogAnchor from, LogAnchor end, CancellationToken cancellationToken)
    {
        var (at, started) = (from, time.GetTimestamp());
        while (at.Position < end.Position
            && at.Position - from.Position < partSize
            && time.GetElapsedTime(started) < Patience)
        {
            var limit = Math.Min(end.Position, at.Position + Math.Min(partSize, SealSteps.MaxEvents));
            var to = await _log.FindSealUpToAsync(limit, cancellationToken).ConfigureAwait(false);
            // No seal ends so soon: one is missing, which the comparison will say.
            if (to.Position <= at.Position)
                to = new LogAnchor(limit, []);
            var (finding, _) = await _log.CompareAsync(
                new SealedRange(at.Position, at.Hash, to.Position), cancellationToken).ConfigureAwait(false);
            if (finding is not null)
                return new VerifiedPart(from.Position, at, finding);
            at = to;
        }
        return new VerifiedPart(from.Position, at, null);
    }
}
