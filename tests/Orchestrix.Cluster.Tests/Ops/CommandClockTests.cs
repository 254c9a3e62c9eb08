using Bank.Client.Ops.Sampling;
using CsCheck;

namespace Orchestrix.Cluster.Tests.Ops;

/// <summary>How the overview's latencies come about.</summary>
public sealed class CommandClockTests
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(2);

    [Fact]
    public void A_percentile_is_right_to_five_percent() => Gen.Double[0.0001, 90].Array[1, 300].Sample(
        static seconds =>
        {
            using var clock = new CommandClock();
            foreach (var one in seconds)
                Record(clock, one);

            var times = clock.Take(Period);

            var sorted = seconds.Order().Select(static one => one * 1000).ToArray();
            AssertNear(sorted[(int)Math.Ceiling(sorted.Length * 0.5) - 1], times.Median);
            AssertNear(sorted[(int)Math.Ceiling(sorted.Length * 0.99) - 1], times.P99);
            Assert.Equal(seconds.Length / 2.0, times.PerSecond);
        },
        iter: 300, threads: 1);

    [Fact]
    public void A_period_begins_with_nothing()
    {
        using var clock = new CommandClock();
        Record(clock, 1, status: 500);

        Assert.Equal((0.5, 1L), (clock.Take(Period).PerSecond, 1L));
        Assert.Equal(new CommandTimes(0, 0, null, null), clock.Take(Period));
    }

    [Theory]
    [InlineData("POST", "/accounts", 200, 1, 0)]
    [InlineData("POST", "/accounts", 409, 1, 0)]
    [InlineData("POST", "/accounts", 500, 1, 1)]
    [InlineData("POST", "/accounts", 503, 1, 1)]
    [InlineData("GET", "/accounts/{id}", 200, 0, 0)]
    [InlineData("POST", "/ops/dead-letters/replay", 200, 0, 0)]
    [InlineData("POST", "/operations/act/saga", 200, 0, 0)]
    [InlineData("POST", "", 404, 0, 0)]
    public void Commands_count_and_what_operators_send_does_not(
        string method, string route, int status, int counted, long failed)
    {
        using var clock = new CommandClock();
        Record(clock, 0.01, method, route, status);

        var times = clock.Take(TimeSpan.FromSeconds(1));

        Assert.Equal((counted, failed), ((int)times.PerSecond, times.Failed));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(100_000)]
    public void What_is_out_of_range_counts_as_its_end(double seconds)
    {
        using var clock = new CommandClock();
        Record(clock, seconds);

        Assert.InRange(clock.Take(Period).Median!.Value, 0.04, 150_000);
    }

    private static void AssertNear(double exact, double? told) =>
        Assert.InRange(told!.Value, exact / 1.05, exact * 1.05);

    private static void Record(
        CommandClock clock, double seconds, string method = "POST", string route = "/accounts", int status = 200) =>
        clock.Record(seconds,
        [
            new("http.request.method", method), new("http.response.status_code", status), new("http.route", route),
        ]);
}
