using CsCheck;
using Orchestrix.Errors;
using Orchestrix.Events;
using Orchestrix.LogConsistency;

namespace Orchestrix.Tests.LogConsistency;

public sealed class CommitPlanTests
{
    private static readonly byte[] Json = new byte[100_000];

    [Fact]
    public void Every_plan_covers_everything_once_within_the_limits_without_splitting_a_group() =>
        Gen.Select(Gen.Int[1, 700], Gen.Int[0, 2], Gen.Int[1, 100_000]).Array[1, 12].Sample(groups =>
        {
            var waiting = groups.SelectMany((group, number) => Enumerable.Range(0, group.Item1)
                .Select(_ => Submission(number, $"actor {group.Item2}", group.Item3))).ToArray();
            for (var start = 0; start < waiting.Length;)
            {
                var length = CommitPlan.NextLength(waiting, start);
                var commit = waiting[start..(start + length)];
                Assert.InRange(length, 1, EventStoreLimits.MaxEventsPerCommit);
                Assert.Single(commit.Select(one => one.Metadata).Distinct());
                if (commit.Select(one => one.Group).Distinct().Count() > 1)
                    Assert.True(commit.Sum(one => (long)one.Data!.Json.Length) <= EventStoreLimits.MaxCommitBytes);
                start += length;
                Assert.True(start == waiting.Length || waiting[start].Group != waiting[start - 1].Group);
            }
        }, iter: 50);

    [Fact]
    public void One_call_that_raises_too_much_is_refused_by_name()
    {
        var waiting = Enumerable.Range(0, EventStoreLimits.MaxEventsPerCommit + 1)
            .Select(_ => Submission(1, "actor", 1)).ToArray();
        var exceeded = Assert.Throws<StoreLimitExceededException>(() => CommitPlan.NextLength(waiting, 0));
        Assert.Equal(nameof(EventStoreLimits.MaxEventsPerCommit), exceeded.Limit);
    }

    private static EventSubmission<object> Submission(long group, string actor, int bytes) => new()
    {
        DecidedAt = 0,
        Overtaken = 0,
        Group = group,
        Metadata = new EventMetadata { Actor = actor },
        Data = new EventData(Guid.NewGuid(), "plan.tried", 1, Json.AsMemory(0, bytes)),
    };
}
