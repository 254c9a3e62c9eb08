using Orchestrix.Events;
using Orchestrix.InMemory;

namespace Orchestrix.PostgreSQL.Tests.EventStore;

/// <summary>
/// Finds the serial execution that answers and log tell of, and has the store in memory go through it: commits in the
/// order of their positions, and every conflict and repeat at the version that it was told.
/// </summary>
internal sealed class SerialOrder(IReadOnlyList<SerialOrder.Call> calls, IReadOnlyList<RecordedEvent> log, long offset)
{
    private readonly InMemoryEventStore _model = new();

    /// <param name="Commit">What was sent.</param>
    /// <param name="Result">What was answered.</param>
    /// <param name="Begun">A logical clock, when it was sent.</param>
    /// <param name="Ended">The same clock, when it was answered.</param>
    internal sealed record Call(Commit Commit, AppendResult Result, long Begun, long Ended);

    public async Task CheckAsync()
    {
        Assert.Equal(Enumerable.Range(1, log.Count).Select(place => offset + place), log.Select(one => one.Position));
        CheckRealTime();
        var appended = calls.Where(call => call.Result.Status == AppendStatus.Appended)
            .OrderBy(call => call.Result.LastPosition).ThenBy(call => call.Ended).ToArray();
        var others = calls.Except(appended).ToLookup(call => (call.Commit.Stream, call.Result.StreamVersion));
        var answered = new HashSet<(StreamId, long)>();
        foreach (var call in appended)
        {
            // A commit that was sent twice appears here twice; the model answers the second like the first.
            if (answered.Add((call.Commit.Stream, call.Result.FirstVersion - 1)))
                await ReplayAsync(others[(call.Commit.Stream, call.Result.FirstVersion - 1)]);
            await ReplayAsync([call]);
        }
        foreach (var left in others.Where(group => !answered.Contains(group.Key)))
            await ReplayAsync(left);
        Assert.Equal(await _model.ReadLogAsync(0).Select(one => Comparable(one, 0)).ToListAsync(),
            log.Select(one => Comparable(one, offset)));
    }

    private async Task ReplayAsync(IEnumerable<Call> replayed)
    {
        foreach (var call in replayed)
        {
            var result = (await _model.AppendAsync([call.Commit])).Single();
            Assert.Equal(Comparable(result, 0), Comparable(call.Result, offset));
        }
    }

    /// <summary>Who is answered has seen everything that was answered before the question.</summary>
    private void CheckRealTime()
    {
        foreach (var later in calls)
        {
            foreach (var earlier in calls.Where(call => call.Ended < later.Begun))
            {
                if (earlier.Commit.Stream == later.Commit.Stream)
                    Assert.True(earlier.Result.StreamVersion <= later.Result.StreamVersion, $"{earlier} {later}");
                var isNew = !calls.Any(call => call.Commit == later.Commit && call.Begun < earlier.Ended);
                if (later.Result.Status == AppendStatus.Appended && isNew)
                    Assert.True(earlier.Result.LastPosition < later.Result.LastPosition, $"{earlier} {later}");
            }
        }
    }

    // Of a commit that was sent twice, the second answer gives the version of the moment.
    private static (AppendStatus, StreamId, long, long, long, long, Guid) Comparable(
        AppendResult result, long offset) => (
        result.Status,
        result.Stream,
        result.Status == AppendStatus.Appended ? 0 : result.StreamVersion,
        result.FirstVersion,
        result.LastVersion,
        result.LastPosition == 0 ? 0 : result.LastPosition - offset,
        result.Status == AppendStatus.Conflict ? Guid.Empty : result.CommitId);

    private static (long, StreamId, long, Guid, Guid, string?) Comparable(RecordedEvent one, long offset) =>
        (one.Position - offset, one.Stream, one.Version, one.EventId, one.CommitId, one.CommandId);
}
