using Orchestrix.EventStore;

namespace Orchestrix.Tests.EventStore;

public sealed class VersionSevenIdTests
{
    [Fact]
    public void An_id_has_version_7_and_the_variant_of_RFC_9562()
    {
        var ids = Enumerable.Range(0, 500).Select(_ => VersionSevenId.Next()).ToArray();

        Assert.All(ids, id => Assert.Equal(7, id.Version));
        Assert.All(ids, id => Assert.InRange(id.Variant, 8, 11));
    }

    [Fact]
    public void An_id_begins_with_the_time_in_milliseconds()
    {
        var before = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();
        var id = VersionSevenId.Next();
        var after = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();

        Assert.InRange(Convert.ToInt64(id.ToString("N")[..12], 16), before, after);
    }

    [Fact]
    public void No_two_threads_make_the_same_id()
    {
        var ids = Enumerable.Range(0, 8).AsParallel().WithDegreeOfParallelism(8)
            .SelectMany(_ => Enumerable.Range(0, 5_000).Select(_ => VersionSevenId.Next()))
            .ToArray();

        Assert.Equal(ids.Length, ids.Distinct().Count());
    }

    // The time alone would not do: the 62 bits behind the variant must differ too.
    [Fact]
    public void The_random_part_does_not_repeat_when_the_bytes_are_fetched_anew()
    {
        var tails = Enumerable.Range(0, 1_000).Select(_ => VersionSevenId.Next().ToString("N")[13..]).ToArray();

        Assert.Equal(tails.Length, tails.Distinct().Count());
    }
}
