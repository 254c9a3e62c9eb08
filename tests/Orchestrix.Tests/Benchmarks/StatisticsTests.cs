using Orchestrix.Benchmarks.Report;

namespace Orchestrix.Tests.Benchmarks;

/// <summary>The figures of the benchmark's report.</summary>
public sealed class StatisticsTests
{
    [Theory]
    [InlineData(0, 1)]
    [InlineData(50, 50)]
    [InlineData(99, 99)]
    [InlineData(99.5, 100)]
    [InlineData(100, 100)]
    public void A_percentile_is_the_value_that_the_share_does_not_exceed(double percent, long expected)
    {
        long[] values = [.. Enumerable.Range(1, 100).Select(static each => (long)each)];

        Assert.Equal(expected, Statistics.Percentile(values, percent));
    }

    [Fact]
    public void A_percentile_of_nothing_is_zero() => Assert.Equal(0, Statistics.Percentile([], 99));

    [Fact]
    public void The_median_is_in_the_middle()
    {
        Assert.Equal(2, Statistics.Median([3, 1, 2]));
        Assert.Equal(2.5, Statistics.Median([4, 1, 2, 3]));
        Assert.Null(Statistics.Median([]));
    }

    // From tables of the sign test: with n values the interval is that of the k-th from each end.
    [Theory]
    [InlineData(6, 1)]
    [InlineData(8, 1)]
    [InlineData(9, 2)]
    [InlineData(12, 3)]
    [InlineData(20, 6)]
    [InlineData(25, 8)]
    public void The_median_lies_in_its_interval(int values, double from) =>
        Assert.Equal(
            (from, values + 1 - from),
            Statistics.MedianInterval(Enumerable.Range(1, values).Reverse().Select(static each => (double)each)));

    [Fact]
    public void Five_values_say_too_little_of_the_median() =>
        Assert.Null(Statistics.MedianInterval([1, 2, 3, 4, 5]));

    [Fact]
    public void A_ratio_pairs_the_figures_of_a_round()
    {
        // The second round was twice as slow for both; the third has no divisor.
        var ratio = Statistics.Ratio(
            new Dictionary<int, double> { [1] = 30, [2] = 15, [3] = 1000 },
            new Dictionary<int, double> { [1] = 10, [2] = 5 });

        Assert.Equal(new Spread(3, 3, 3), ratio);
    }

    [Fact]
    public void A_ratio_without_a_common_round_is_unknown() =>
        Assert.Null(Statistics.Ratio(
            new Dictionary<int, double> { [1] = 30 }, new Dictionary<int, double> { [1] = 0, [2] = 10 }));

    [Theory]
    [InlineData(1.5, false, true)]
    [InlineData(1.49, false, false)]
    [InlineData(1.5, true, true)]
    [InlineData(1.51, true, false)]
    public void A_limit_itself_is_reached(double value, bool isUpperLimit, bool isReached) =>
        Assert.Equal(isReached, new Target("", "", 1.5, isUpperLimit, new Spread(value, value, value)).IsReached);

    [Fact]
    public void What_was_not_measured_is_neither_reached_nor_missed() =>
        Assert.Null(new Target("", "", 1.5, false, null).IsReached);

    [Theory]
    [InlineData(12345.6, "12,346")]
    [InlineData(12.34, "12.3")]
    [InlineData(1.234, "1.23")]
    [InlineData(0.1234, "0.123")]
    [InlineData(0.01234, "0.0123")]
    public void A_figure_has_three_significant_digits(double value, string expected) =>
        Assert.Equal(expected, Figures.Short(value));
}
