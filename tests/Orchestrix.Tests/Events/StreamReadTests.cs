using CsCheck;
using Orchestrix.Events;

namespace Orchestrix.Tests.Events;

public sealed class StreamReadTests
{
    [Fact]
    public void Reading_forwards_starts_at_the_first_event_unless_told_otherwise()
    {
        var read = StreamRead.Forwards();

        Assert.False(read.Backwards);
        Assert.Equal(1, read.FromVersion);
        Assert.Equal(long.MaxValue, read.MaxCount);
    }

    [Fact]
    public void Reading_backwards_starts_at_the_newest_event_unless_told_otherwise()
    {
        var read = StreamRead.BackwardsFrom();

        Assert.True(read.Backwards);
        Assert.Equal(long.MaxValue, read.FromVersion);
        Assert.Equal(long.MaxValue, read.MaxCount);
    }

    [Fact]
    public void A_valid_range_is_kept_as_given() =>
        Gen.Select(Gen.Long[1, long.MaxValue], Gen.Long[0, long.MaxValue], Gen.Bool).Sample((from, count, backwards) =>
        {
            var read = backwards ? StreamRead.BackwardsFrom(from, count) : StreamRead.Forwards(from, count);
            return read.FromVersion == from && read.MaxCount == count && read.Backwards == backwards;
        });

    [Fact]
    public void A_version_below_one_is_refused() =>
        Gen.Long[long.MinValue, 0].Sample(from =>
        {
            Assert.Throws<ArgumentOutOfRangeException>(() => StreamRead.Forwards(from));
            Assert.Throws<ArgumentOutOfRangeException>(() => StreamRead.BackwardsFrom(from));
        });

    [Fact]
    public void A_negative_count_is_refused() =>
        Gen.Long[long.MinValue, -1].Sample(count =>
        {
            Assert.Throws<ArgumentOutOfRangeException>(() => { StreamRead.Forwards(1, count); });
            Assert.Throws<ArgumentOutOfRangeException>(() => { StreamRead.BackwardsFrom(1, count); });
        });
}
