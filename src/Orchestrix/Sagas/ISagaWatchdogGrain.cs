namespace Orchestrix.Sagas;

/// <summary>Wakes the overdue sagas of one bucket; the key is the number of the bucket. For the engine.</summary>
[Alias("orchestrix.saga-watchdog")]
internal interface ISagaWatchdogGrain : IGrainWithIntegerKey
{
    /// <summary>Looks for overdue sagas, unless that was done within the scan period.</summary>
    [Alias("scan")]
    Task ScanAsync();
}
