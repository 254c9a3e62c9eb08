using CsCheck;
using Orchestrix.Appending;
using Orchestrix.Events;

namespace Orchestrix.Tests.Appending;

public sealed class StreamQueuesTests
{
    private static readonly AppenderOptions Options = new() { MaxBatchCommits = 3, MaxBatchEvents = 5 };

    /// <summary>A number adds a commit to that stream; null takes a batch.</summary>
    private static readonly Gen<int?[]> Steps = Gen.OneOf(Gen.Int[0, 5].Select(n => (int?)n), Gen.Const((int?)null))
        .Array[0, 200];

    [Fact]
    public void Each_stream_keeps_its_order_has_one_commit_in_a_batch_and_never_starves() => Steps.Sample(steps =>
    {
        var queues = new StreamQueues(Options);
        var (added, taken) = (new List<PendingCommit>(), new List<PendingCommit>());
        // How many streams may still go before this one: those that waited when it came to have its turn.
        var ahead = new Dictionary<StreamId, int>();
        foreach (var step in steps)
        {
            if (step is { } number)
            {
                var pending = Pending(number);
                ahead.TryAdd(pending.Commit.Stream, ahead.Count);
                queues.Add(pending);
                added.Add(pending);
            }
            else
            {
                Take();
            }
            Assert.Equal(added.Count - taken.Count, queues.Count);
            Assert.All(ahead.Keys, stream => Assert.Equal(
                added.Count(one => one.Commit.Stream == stream) - taken.Count(one => one.Commit.Stream == stream),
                queues.CountOf(stream)));
        }
        while (queues.Count > 0)
            Take();
        foreach (var stream in added.GroupBy(pending => pending.Commit.Stream))
            Assert.Equal(stream, taken.Where(pending => pending.Commit.Stream == stream.Key));

        void Take()
        {
            var batch = queues.TakeBatch();
            taken.AddRange(batch);
            Assert.True(batch.Length > 0 || queues.Count == 0);
            Assert.True(batch.Length <= Options.MaxBatchCommits);
            Assert.True(batch.SkipLast(1).Sum(one => one.Events) < Options.MaxBatchEvents);
            var streams = batch.Select(one => one.Commit.Stream).ToArray();
            Assert.Equal(streams.Length, streams.Distinct().Count());
            foreach (var stream in streams)
                ahead.Remove(stream);
            // Each batch moves everybody who was not in it by as many turns as the batch has.
            foreach (var stream in ahead.Keys)
                Assert.True((ahead[stream] -= batch.Length) >= 0, $"{stream} was passed over.");
            foreach (var stream in streams.Where(stream => queues.CountOf(stream) > 0))
                ahead.Add(stream, ahead.Count);
        }
    }, iter: 300);

    [Fact]
    public void Everything_can_be_taken_at_once()
    {
        var queues = new StreamQueues(Options);
        foreach (var number in new[] { 1, 1, 1, 2 })
            queues.Add(Pending(number));

        Assert.Equal(4, queues.TakeAll().Length);
        Assert.Equal((0, 0), (queues.Count, queues.CountOf(Pending(1).Commit.Stream)));
        Assert.Empty(queues.TakeBatch());
    }

    private static PendingCommit Pending(int number) => new(
        new Commit
        {
            Stream = StreamId.For("queued", $"{number}"),
            ExpectedVersion = ExpectedVersion.Any,
            CommitId = Guid.CreateVersion7(),
            Events = [.. Enumerable.Range(0, 1 + (number % 3)).Select(_ =>
                new EventData(Guid.CreateVersion7(), "queue.tried", 1, "{}"u8.ToArray()))],
        },
        handedOver: 0);
}
