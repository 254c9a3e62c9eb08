using System.Diagnostics.Metrics;

namespace Bank.Client.Ops.Sampling;

/// <summary>
/// Listens to the duration that ASP.NET Core measures for every request, and keeps that of commands: POST requests that
/// no operator sent. In buckets that grow by a tenth, so a percentile is right to 5 %, and nothing grows with traffic.
/// </summary>
internal sealed class CommandClock : IDisposable
{
    private const double SmallestMilliseconds = 0.05;
    private const double Growth = 1.1;
    // Up to about 100 s; what takes longer counts as that.
    private const int Buckets = 153;

    private readonly MeterListener _listener = new();
    private readonly long[] _counts = new long[Buckets];
    private long _failed;

    public CommandClock()
    {
        _listener.InstrumentPublished = static (instrument, listener) =>
        {
            if (instrument is { Name: "http.server.request.duration", Meter.Name: "Microsoft.AspNetCore.Hosting" })
                listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<double>((_, seconds, tags, _) => Record(seconds, tags));
        _listener.Start();
    }

    /// <summary>What was measured since this was asked last.</summary>
    public CommandTimes Take(TimeSpan period)
    {
        var counts = new long[Buckets];
        for (var bucket = 0; bucket < Buckets; bucket++)
            counts[bucket] = Interlocked.Exchange(ref _counts[bucket], 0);
        var total = counts.Sum();
        return new CommandTimes(
            period > TimeSpan.Zero ? total / period.TotalSeconds : 0, Interlocked.Exchange(ref _failed, 0),
            Percentile(counts, total, 0.5), Percentile(counts, total, 0.99));
    }

    public void Dispose() => _listener.Dispose();

    internal void Record(double seconds, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var (isPost, status, route) = (false, 0, "");
        foreach (var tag in tags)
        {
            switch (tag.Key)
            {
                case "http.request.method":
                    isPost = tag.Value is "POST";
                    break;
                case "http.response.status_code":
                    status = tag.Value is int code ? code : 0;
                    break;
                case "http.route":
                    route = tag.Value as string ?? "";
                    break;
            }
        }
        // A request without a route met no command.
        if (!isPost || route.Length == 0 || route.StartsWith("/op", StringComparison.Ordinal))
            return;
        if (status >= StatusCodes.Status500InternalServerError)
            Interlocked.Increment(ref _failed);
        var bucket = (int)Math.Ceiling(Math.Log(seconds * 1000 / SmallestMilliseconds, Growth));
        Interlocked.Increment(ref _counts[Math.Clamp(bucket, 0, Buckets - 1)]);
    }

    private static double? Percentile(long[] counts, long total, double part)
    {
        if (total == 0)
            return null;
        var (wanted, passed) = ((long)Math.Ceiling(total * part), 0L);
        var bucket = 0;
        for (; bucket < Buckets - 1; bucket++)
        {
            passed += counts[bucket];
            if (passed >= wanted)
                break;
        }
        return SmallestMilliseconds * Math.Pow(Growth, bucket - 0.5);
    }
}
