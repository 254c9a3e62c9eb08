using Orchestrix.Projections;
using Xunit;

namespace Orchestrix.TestKit.Conformance;

/// <summary>How rows are read.</summary>
public abstract partial class ProjectionConformance
{
    /// <summary>Whatever a row may hold comes back as it was.</summary>
    [Fact]
    public async Task Every_kind_of_column_comes_back_as_it_was()
    {
        await StartAsync();
        await AppendAsync("a", new Put(0), new Put(1), new Put(0), new Put(1));
        var projection = new Everythings();
        var processor = _projections.CreateProcessor(projection);
        var owned = await processor.AcquireAsync("me", default);

        // In two pages and by two owners, so that rows are read back before they are changed again.
        await processor.ProcessAsync(owned, await PageAsync(0, 2), default);
        owned = await processor.AcquireAsync("me", default);
        await processor.ProcessAsync(owned, await PageAsync(2, 2), default);

        var reader = _projections.CreateReader(projection);
        for (var part = 0; part < 2; part++)
        {
            var found = (await reader.FindAsync([Everythings.Id, part])).Result!;
            var blank = projection.Shape.AsKept(Everythings.Full(part));
            Assert.Equal(
                blank with
                {
                    Large = blank.Large + (2 * part) + 4,
                    MaybeText = blank.MaybeText + "ü\"'ü\"'",
                    Bytes = found.Bytes,
                    MaybeBytes = found.MaybeBytes,
                },
                found);
            Assert.Equal(blank.Bytes, found.Bytes);
            Assert.Equal(blank.MaybeBytes, found.MaybeBytes);
            Assert.Equal(TimeSpan.Zero, found.At.Offset);
            Assert.Equal(decimal.GetBits(blank.Number), decimal.GetBits(found.Number));
        }
    }

    /// <summary>Equality, ranges, order and limit.</summary>
    [Fact]
    public async Task A_query_filters_orders_and_limits()
    {
        await StartAsync();
        for (var number = 0; number < 10; number++)
            await AppendAsync($"{number}", new Put(number % 4));
        var (processor, owned) = await AcquireAsync();
        await ProcessAsync(processor, owned);
        var most = 3L;

        Assert.Equal(["3", "7"], await KeysAsync(all => all.Where(row => row.Total == most)));
        Assert.Equal(
            ["1", "2", "5"],
            await KeysAsync(all => all.Where(row => row.Total >= 1 && row.Total < 3 && row.Count == 1).Take(3)));
        Assert.Equal(["9", "8", "7"], await KeysAsync(all => all.OrderByDescending(row => row.Key).Take(3)));
        Assert.Equal(
            ["3", "7", "2", "6"],
            await KeysAsync(all => all.Where(row => 2 <= row.Total).OrderByDescending(row => row.Total)));
        Assert.Equal(["8", "9"], await KeysAsync(all => all.Where(row => string.CompareOrdinal(row.Key, "7") > 0)));
        await Assert.ThrowsAsync<ArgumentException>(
            () => KeysAsync(all => all.Where(row => row.Key.StartsWith('1'))));
    }

    /// <summary>A caller reads his own writes, or learns how far the projection has come.</summary>
    [Fact]
    public async Task A_reader_waits_for_a_position_and_gives_up_in_time()
    {
        await StartAsync();
        await AppendAsync("a", new Put(1));
        var (processor, owned) = await AcquireAsync();
        await ProcessAsync(processor, owned);
        await AppendAsync("a", new Put(2));

        var late = await Assert.ThrowsAsync<ProjectionTimeoutException>(
            () => Reader().AtLeast(2, TimeSpan.FromMilliseconds(1)).FindAsync("a"));
        Assert.Equal((2L, 1L), (late.Asked, late.Reached));

        var waiting = Reader().AtLeast(2, TimeSpan.FromMinutes(1)).FindAsync("a");
        await ProcessAsync(processor, owned, from: 1);

        Assert.Equal((3L, 2L), ((await waiting).Result!.Total, (await waiting).Position));
    }

    private async Task<IEnumerable<string>> KeysAsync(Func<ProjectionQuery<Sum>, ProjectionQuery<Sum>> build) =>
        (await Reader().QueryAsync(build(new ProjectionQuery<Sum>()))).Result.Select(row => row.Key);
}
