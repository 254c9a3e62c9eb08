namespace Orchestrix.Sagas;

/// <summary>How a silo watches over its sagas.</summary>
public sealed class SagaOptions
{
    /// <summary>
    /// How long after the intent of an attempt somebody looks whether it is still being made. Default 3 s: that and
    /// <see cref="ScanPeriod"/> are how long the sagas of a lost silo stand still after the cluster has noticed.
    /// </summary>
    public TimeSpan WatchAfter { get; set; } = TimeSpan.FromSeconds(3);

    /// <summary>
    /// How often overdue sagas are looked for; also whenever the members of the cluster have changed. Default 1 s.
    /// </summary>
    public TimeSpan ScanPeriod { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>Most overdue sagas that one look at one of the 32 buckets wakes. Default 200.</summary>
    public int ScanPageSize { get; set; } = 200;

    /// <summary>Most sagas of a bucket that are woken at the same time. Default 20.</summary>
    public int ScanConcurrency { get; set; } = 20;

    /// <summary>
    /// The longest time for which a saga that was woken and is still overdue is left alone; the first is
    /// <see cref="WatchAfter"/>, and each further one twice as long. Default 1 minute.
    /// </summary>
    public TimeSpan MaxWakeInterval { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>
    /// How often each of the 32 watchdogs is reminded to look, should no silo call it. Default 1 minute, which is also
    /// the least that Orleans takes unless its <c>ReminderOptions</c> say otherwise. Without a reminder service in the
    /// silo there are no reminders.
    /// </summary>
    public TimeSpan ReminderPeriod { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>
    /// How long the index of sagas gathers before it writes. A saga that ends within it costs the index nothing; one
    /// that is lost is found so much later. Default 1 s.
    /// </summary>
    public TimeSpan IndexDelay { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>Most sagas that the index gathers before it writes at once. Default 10,000.</summary>
    public int IndexBatchSize { get; set; } = 10_000;

    /// <summary>How often each silo counts the sagas of the index, for the metrics. Default 15 s.</summary>
    public TimeSpan CountPeriod { get; set; } = TimeSpan.FromSeconds(15);

    internal bool IsSound =>
        WatchAfter > TimeSpan.Zero && ScanPeriod > TimeSpan.Zero && ScanPageSize is > 0 and <= 10_000
        && ScanConcurrency is > 0 and <= 1000 && MaxWakeInterval >= WatchAfter
        && IndexDelay > TimeSpan.Zero && IndexBatchSize is > 0 and <= 100_000 && CountPeriod > TimeSpan.Zero
        && ReminderPeriod > TimeSpan.Zero;
}
