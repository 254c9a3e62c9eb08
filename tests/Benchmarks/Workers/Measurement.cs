namespace Orchestrix.Benchmarks.Workers;

/// <summary>What a worker measured: one line of JSON on its standard output.</summary>
public sealed record Measurement
{
    /// <summary>Commands that were acknowledged in the measured time.</summary>
    public required long Commands { get; init; }

    /// <summary>
    /// Commands that were refused or failed in the measured time; they are not in <see cref="Commands"/>.
    /// </summary>
    public required long Failed { get; init; }

    /// <summary>The first failure, for people.</summary>
    public string? FirstFailure { get; init; }

    /// <summary>The measured time, in seconds.</summary>
    public required double Seconds { get; init; }

    /// <summary>Latency at the median, in milliseconds.</summary>
    public required double P50Ms { get; init; }

    /// <summary>Latency that 95 % stay below, in milliseconds.</summary>
    public required double P95Ms { get; init; }

    /// <summary>Latency that 99 % stay below, in milliseconds.</summary>
    public required double P99Ms { get; init; }

    /// <summary>The longest latency, in milliseconds.</summary>
    public required double MaxMs { get; init; }

    /// <summary>Processor time of the application's processes, load generator included, in seconds.</summary>
    public required double CpuSeconds { get; init; }

    /// <summary>
    /// Bytes that the application's processes allocated, load generator included; null without a managed heap.
    /// </summary>
    public required long? AllocatedBytes { get; init; }

    /// <summary>Resident memory of the application's processes at the end, in bytes; null if nobody looked.</summary>
    public required long? RssBytes { get; init; }

    /// <summary>
    /// Events that the slowest subscription had not handled when the clock stopped; null without subscriptions.
    /// </summary>
    public long? EventsBehind { get; init; }
}
