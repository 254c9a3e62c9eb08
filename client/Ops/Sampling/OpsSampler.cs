using Bank.Client.Cluster;
using Orchestrix.Inspection;
using Orchestrix.Subscriptions;

namespace Bank.Client.Ops.Sampling;

/// <summary>
/// Looks at the cluster every two seconds and keeps the last five minutes, so that the overview has something to draw
/// when somebody opens it. Two cheap reads; a silo that does not answer leaves a gap.
/// </summary>
internal sealed class OpsSampler(
    IClusterClient cluster, ClusterConnection connection, CommandClock commands, TimeProvider time)
    : BackgroundService
{
    public static readonly TimeSpan Period = TimeSpan.FromSeconds(2);

    /// <summary>How many samples are kept.</summary>
    public const int Capacity = 150;

    private readonly Lock _gate = new();
    private readonly Queue<OpsSample> _samples = new();

    /// <summary>What is kept, oldest first.</summary>
    public IReadOnlyList<OpsSample> Samples
    {
        get
        {
            lock (_gate)
                return [.. _samples];
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Period, time);
        var last = time.GetTimestamp();
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                var now = time.GetTimestamp();
                var elapsed = time.GetElapsedTime(last, now);
                last = now;
                Keep(await TakeAsync(elapsed, stoppingToken));
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
        }
    }

    private async Task<OpsSample> TakeAsync(TimeSpan elapsed, CancellationToken stopping)
    {
        var times = commands.Take(elapsed);
        var before = Samples.LastOrDefault(static sample => sample.Head is not null);
        if (!connection.IsEstablished)
            return new OpsSample(time.GetUtcNow(), null, null, null, times);
        try
        {
            var search = new LogSearch { MaxCount = 1 };
            var head = (await cluster.GetGrain<ILogInspectorGrain>(0).SearchAsync(search, stopping)
                .WaitAsync(Period, time, stopping)).Head;
            var all = await cluster.GetGrain<ISubscriptionsGrain>(0).ListAsync(stopping)
                .WaitAsync(Period, time, stopping);
            var at = time.GetUtcNow();
            var rate = before is null ? (double?)null : Math.Max(0, head - before.Head!.Value)
                / Math.Max(0.001, (at - before.At).TotalSeconds);
            return new OpsSample(at, head, rate, all.Max(static one => (long?)one.Lag.EventsBehind) ?? 0, times);
        }
        // Whatever it is, the pages tell it to whoever looks; a gap in a chart is all that is lost here.
        catch (Exception) when (!stopping.IsCancellationRequested)
        {
            return new OpsSample(time.GetUtcNow(), null, null, null, times);
        }
    }

    private void Keep(OpsSample sample)
    {
        lock (_gate)
        {
            _samples.Enqueue(sample);
            if (_samples.Count > Capacity)
                _samples.Dequeue();
        }
    }
}
