using System.ComponentModel.DataAnnotations;

namespace Orchestrix.Readiness;

/// <summary>The limits that checks compare with.</summary>
public sealed class ReadinessOptions
{
    /// <summary>
    /// How long the checks of one source may take. Default 8 s. `orchestrix readiness` waits 10 s for all of them.
    /// </summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(8);

    /// <summary>Dead letters that may wait for a decision. Default 0.</summary>
    [Range(0, int.MaxValue)]
    public int MaxDeadLetters { get; set; }

    /// <summary>Sagas that may wait for a person. Default 0.</summary>
    [Range(0, int.MaxValue)]
    public int MaxParkedSagas { get; set; }

    /// <summary>How long a session may stay in a transaction without doing anything. Default 1 minute.</summary>
    public TimeSpan MaxIdleInTransaction { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>How far a replica may be behind. Default 10 s.</summary>
    public TimeSpan MaxReplicationLag { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How long ago the last file of the write-ahead log may have been archived. Default 10 minutes.</summary>
    public TimeSpan MaxArchiveAge { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>
    /// How many of a table's rows may be dead, in percent, once there are 10,000 dead ones. Default 25.
    /// </summary>
    [Range(1, 100)]
    public int MaxDeadRowsPercent { get; set; } = 25;

    /// <summary>
    /// How much of the capacity that the database has been given may be in use, in percent. Default 80.
    /// </summary>
    [Range(1, 100)]
    public int MaxDiskPercent { get; set; } = 80;

    /// <summary>Days that the capacity has to last at least, at the log's rate. Default 14.</summary>
    [Range(0, 10_000)]
    public int MinDiskDays { get; set; } = 14;

    /// <summary>Version from which an aggregate should have a snapshot. Default 2,000.</summary>
    [Range(1, int.MaxValue)]
    public int LongStreamVersion { get; set; } = 2_000;

    /// <summary>Silos that a production cluster has at least. Default 3.</summary>
    [Range(1, 1000)]
    public int MinSilos { get; set; } = 3;

    /// <summary>How far a silo's clock may be from the database's. Default 1 s.</summary>
    public TimeSpan MaxClockSkew { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>How many of a silo's commits may conflict, in percent. Default 5.</summary>
    [Range(0, 100)]
    public double MaxConflictsPercent { get; set; } = 5;

    /// <summary>
    /// How many of the loads that a snapshot should have shortened it must have, in percent, once there are 100.
    /// Default 90.
    /// </summary>
    [Range(0, 100)]
    public double MinSnapshotHitsPercent { get; set; } = 90;

    /// <summary>What a certificate of a silo or of the database must have left. Default 14 days.</summary>
    public TimeSpan MinCertificateLife { get; set; } = TimeSpan.FromDays(14);

    /// <summary>
    /// How old the first event may be that a subscription or a projection has not taken. Default 5 minutes, after which
    /// an alert comes as well.
    /// </summary>
    public TimeSpan MaxSubscriptionLag { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>
    /// How long an event may take through the log, a saga and the list of sagas. Default 5 s. Shorter than
    /// <see cref="Timeout"/>, which would end the canary before it can say how far it has come.
    /// </summary>
    public TimeSpan MaxCanaryTime { get; set; } = TimeSpan.FromSeconds(5);
}
