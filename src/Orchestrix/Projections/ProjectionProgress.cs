using System.Collections.Concurrent;
using Orchestrix.Feed;

namespace Orchestrix.Projections;

/// <summary>
/// Tells readers in this process how far projections have come that are run in it. A hint that saves polling. Safe for
/// concurrent use.
/// </summary>
public sealed class ProjectionProgress
{
    private readonly ConcurrentDictionary<string, LogHead> _heads = new(StringComparer.Ordinal);

    /// <summary>Says that a checkpoint has reached a position.</summary>
    public void Advance(string checkpoint, long position) => Of(checkpoint).Advance(position);

    /// <summary>Ends when the checkpoint is at a position, or may be after <paramref name="atMost"/>.</summary>
    public Task WaitForAsync(
        string checkpoint, long position, TimeSpan atMost, TimeProvider time, CancellationToken cancellationToken) =>
        Of(checkpoint).WaitBeyondAsync(position - 1, atMost, time, cancellationToken);

    private LogHead Of(string checkpoint) => _heads.GetOrAdd(checkpoint, static _ => new LogHead());
}
