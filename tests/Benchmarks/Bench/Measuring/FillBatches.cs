using System.Text;
using Orchestrix.Events;

namespace Orchestrix.Benchmarks.Measuring;

/// <summary>
/// Batches of commits to fill a log with: half of them go to a few long streams, half start a stream of their own.
/// Safe for concurrent use.
/// </summary>
internal sealed class FillBatches(long events)
{
    private const int Commits = 500;
    private const int HotStreams = Commits / 2;
    private const int EventsPerCommit = 5;

    private static readonly byte[] _json = Encoding.UTF8.GetBytes("""{"amount":1,"total":123456789}""");

    private long _next;

    /// <summary>Events of all batches that were handed out.</summary>
    public long Taken => Math.Min(Interlocked.Read(ref _next), Count) * Commits * EventsPerCommit;

    private long Count => (events + (Commits * EventsPerCommit) - 1) / (Commits * EventsPerCommit);

    /// <summary>The next batch; null when there are enough.</summary>
    public IReadOnlyList<Commit>? Next()
    {
        var number = Interlocked.Increment(ref _next) - 1;
        if (number >= Count)
            return null;
        return [.. Enumerable.Range(0, Commits).Select(index => Create(
            index < HotStreams ? $"fill-hot-{index}" : $"fill-cold-{number}-{index}", $"fill-{number}-{index}"))];
    }

    private static Commit Create(string stream, string commandId) => new()
    {
        Stream = StreamId.For("tally", stream),
        ExpectedVersion = ExpectedVersion.Any,
        CommitId = Guid.CreateVersion7(),
        CommandId = commandId,
        CommandFingerprint = 1,
        Events = [.. Enumerable.Range(0, EventsPerCommit)
            .Select(static _ => new EventData(Guid.CreateVersion7(), "bench.added", 1, _json))],
    };
}
