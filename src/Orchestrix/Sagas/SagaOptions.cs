namespace Orchestrix.Sagas;

/// <summary>How a silo watches over its sagas.</summary>
public sealed class SagaOptions
{
    /// <summary>
    /// How long after the intent of an attempt somebody looks whether it is still being made. Default 5 s: that and
    /// <see cref="ScanPeriod"/> are how long the sagas of a lost silo stand still after the cluster has noticed.
    /// </summary>
    public TimeSpan WatchAfter { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How often overdue sagas are looked for. Default 2 s.</summary>
    public TimeSpan ScanPeriod { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>Most overdue sagas that one look at one of the 32 buckets wakes. Default 200.</summary>
    public int ScanPageSize { get; set; } = 200;

    /// <summary>Most sagas of a bucket that are woken at the same time. Default 20.</summary>
    public int ScanConcurrency { get; set; } = 20;

    /// <summary>
    /// The longest time for which a saga that was woken and is still overdue is left alone; the first is
    /// <see cref="WatchAfter"/>, and each further one twice as long. Default 1 minute.
    /// </summary>
    public TimeSpan MaxWakeInterval { get; set; } = TimeSpan.FromMinutes(1);

    internal bool IsSound =>
        WatchAfter > TimeSpan.Zero && ScanPeriod > TimeSpan.Zero && ScanPageSize is > 0 and <= 10_000
        && ScanConcurrency is > 0 and <= 1000 && MaxWakeInterval >= WatchAfter;
}
