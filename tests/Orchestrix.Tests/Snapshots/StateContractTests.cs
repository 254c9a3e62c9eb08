using System.Text.Json.Serialization;
using Orchestrix.Errors;
using Orchestrix.Serialization;
using Orchestrix.Snapshots;

namespace Orchestrix.Tests.Snapshots;

/// <summary>What the program can know about a state type before it takes a snapshot of it.</summary>
public sealed class StateContractTests
{
    private static StateCodecs Codecs => new(new EventTypeRegistryBuilder().Build());

    [Fact]
    public void A_state_that_JSON_carries_whole_is_accepted()
    {
        Assert.NotNull(Codecs.Find<Ledger>());
        Assert.NotNull(Codecs.Find<Filled>());
        Assert.NotNull(Codecs.Find<Sworn>());
    }

    [Fact]
    public void A_state_without_the_attribute_has_no_snapshots() => Assert.Null(Codecs.Find<Plain>());

    [Fact]
    public void A_state_with_a_part_that_JSON_would_lose_is_refused()
    {
        Says<PrivateField>("_total");
        Says<PrivateProperty>("Total");
        Says<GetOnly>("Total");
        Says<GetOnlyList>("Lines");
        Says<Outer>("_hidden");
    }

    [Fact]
    public void Numbers_of_the_attribute_that_make_no_sense_are_refused()
    {
        Says<VersionZero>("below 1");
        Says<Negative>("below 0");
        Says<Never>("never");
    }

    [Fact]
    public void The_shape_follows_names_and_types_all_the_way_down()
    {
        long[] shapes =
        [
            Shape<One.State>(), Shape<Renamed.State>(), Shape<Retyped.State>(), Shape<Deeper.State>(),
            Shape<Enumerated.State>(), Shape<OtherPart.State>(), Shape<Recursive.State>(),
        ];
        Assert.Equal(shapes.Length, shapes.Distinct().Count());
        Assert.Equal(shapes[0], Shape<Moved.State>());
    }

    [Fact]
    public void A_policy_is_due_at_each_multiple_and_behind_a_long_replay()
    {
        var policy = new SnapshotPolicy(1, Every: 10, AfterReplayOf: 4);
        Assert.Equal(
            [false, true, true, false, true],
            new[] { (8, 9), (9, 10), (9, 12), (10, 19), (5, 45) }
                .Select(one => policy.IsDueAfterAppend(one.Item1, one.Item2)));
        Assert.Equal([false, true, true], new[] { 3, 4, 5 }.Select(folded => policy.IsDueAfterReplay(folded)));
        var never = new SnapshotPolicy(1, Every: 0, AfterReplayOf: 0);
        Assert.False(never.IsDueAfterAppend(0, 1000) || never.IsDueAfterReplay(1000));
    }

    private static long Shape<T>() => StateShape.Of(typeof(T), StateJson.CreateOptions([]));

    private static void Says<T>(string words) where T : class => Assert.Contains(
        words, Assert.Throws<ConfigurationException>(() => Codecs.Find<T>()).Message, StringComparison.Ordinal);

    private sealed record Plain;

    [Snapshot(1)]
    private sealed class Filled
    {
        [JsonObjectCreationHandling(JsonObjectCreationHandling.Populate)]
        public List<int> Numbers { get; } = [];

        public int Count => Numbers.Count;
    }

    [Snapshot(1)]
    private sealed class Sworn
    {
        [JsonIgnore]
        private readonly string _cache = "";

        public int Total { get; set; }

        public string Cache => _cache;
    }

    [Snapshot(1)]
    private sealed class PrivateField
    {
        private int _total;

        public int Next() => ++_total;
    }

    [Snapshot(1)]
    private sealed class PrivateProperty
    {
        private int Total { get; set; }

        public int Next() => ++Total;
    }

    [Snapshot(1)]
    private sealed class GetOnly
    {
        public int Total { get; } = 1;
    }

    [Snapshot(1)]
    private sealed class GetOnlyList
    {
        public List<int> Lines { get; } = [];
    }

    [Snapshot(1)]
    private sealed record Outer
    {
        public IReadOnlyDictionary<string, Inner[]>? Inners { get; init; }
    }

    private sealed class Inner
    {
        private int _hidden;

        public int Next() => ++_hidden;
    }

    [Snapshot(0)]
    private sealed record VersionZero;

    [Snapshot(1, Every = -1)]
    private sealed record Negative;

    [Snapshot(1, Every = 0, AfterReplayOf = 0)]
    private sealed record Never;

    private static class One
    {
        internal sealed record State(int A, Part B);
    }

    private static class Moved
    {
        internal sealed record State(int A, Part B);

        internal sealed record Part(string Name);
    }

    private static class Renamed
    {
        internal sealed record State(int C, Part B);
    }

    private static class Retyped
    {
        internal sealed record State(long A, Part B);
    }

    private static class Deeper
    {
        internal sealed record State(int A, List<Part> B);
    }

    private static class Enumerated
    {
        internal sealed record State(int A, DayOfWeek B);
    }

    private static class OtherPart
    {
        internal sealed record State(int A, Part B);

        internal sealed record Part(string Name, string More);
    }

    private static class Recursive
    {
        internal sealed record State(int A, State? B);
    }

    private sealed record Part(string Name);
}
