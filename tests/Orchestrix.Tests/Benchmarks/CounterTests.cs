using Bank.Cli.Capacity;
using Orchestrix.Benchmarks.Baselines;
using Orchestrix.Benchmarks.Database;

namespace Orchestrix.Tests.Benchmarks;

/// <summary>What the benchmark reads from the kernel and from pgbench.</summary>
public sealed class CounterTests
{
    [Fact]
    public void A_process_is_read_whatever_its_name_is()
    {
        var times = ProcessTimes.Parse(
            "4711 (postgres: a) b (c) S 4700 4711 4711 0 -1 4194304 100 0 0 0 150 50 1000 200 20 0 1 0 65760 394");

        Assert.Equal(4700, times.ParentId);
        Assert.Equal(2.0, times.OwnSeconds);
        Assert.Equal(12.0, times.ReapedSeconds);
    }

    [Fact]
    public void Waiting_for_a_disk_is_not_busy_and_guests_count_once() =>
        Assert.Equal(1.11, MachineTimes.ParseBusySeconds("cpu  10 20 30 4000 500 1 2 48 7 8"), 9);

    [Fact]
    public void A_transaction_counts_if_it_ended_within_the_span()
    {
        var start = DateTimeOffset.FromUnixTimeSeconds(1_700_000_000);

        var latencies = TransactionLog.Latencies(
            [
                "0 1 900 0 1699999999 999999",
                "0 2 700 0 1700000000 0",
                "1 1 500 0 1700000001 999999",
                "1 2 300 0 1700000002 0",
                "2 1 failed 0 1700000001 5",
                "2 2 100 0 17000",
            ],
            start, start.AddSeconds(2));

        Assert.Equal([500, 700], latencies);
    }
}
