using System.Diagnostics.Metrics;
using Orchestrix.Diagnostics;

namespace Orchestrix.PostgreSQL.Diagnostics;

/// <summary>
/// What PostgreSQL says about itself, on the meter <see cref="OrchestrixMetrics.MeterName"/>. Nothing is reported
/// before the server has answered once; while it does not answer, its last figures are.
/// </summary>
internal sealed class ServerInstruments : IDisposable
{
    private readonly Meter? _ownMeter;
    private readonly ObservableGauge<int> _connections;
    private ServerFigures? _figures;
    private long _certificateEnd;

    /// <param name="meters">Makes the host's meters; null if the host collects none.</param>
    /// <param name="capacityBytes">What the database may grow to; null if nobody has said.</param>
    public ServerInstruments(IMeterFactory? meters = null, long? capacityBytes = null)
    {
        var meter = meters?.Create(OrchestrixMetrics.MeterName) ?? (_ownMeter = new(OrchestrixMetrics.MeterName));
        _connections = meter.CreateObservableGauge(
            "orchestrix.postgresql.connections", () => Of(static one => one.Connections), "{connection}",
            "Connections to the database, of whichever program.");
        meter.CreateObservableGauge(
            "orchestrix.postgresql.max_connections", () => Of(static one => one.MaxConnections), "{connection}",
            "Connections that the server takes, to all its databases.");
        meter.CreateObservableCounter(
            "orchestrix.postgresql.transactions",
            () => Each("outcome", ("commit", static one => one.Commits), ("rollback", static one => one.Rollbacks)),
            "{transaction}", "Transactions of the database, by how they ended.");
        meter.CreateObservableCounter(
            "orchestrix.postgresql.blocks",
            () => Each(
                "source", ("cache", static one => one.BlocksFromCache), ("disk", static one => one.BlocksFromDisk)),
            "{block}", "Blocks of 8 KiB that were read, by where the server found them.");
        meter.CreateObservableCounter(
            "orchestrix.postgresql.rows",
            () => Each(
                "operation", ("insert", static one => one.RowsInserted), ("update", static one => one.RowsUpdated),
                ("delete", static one => one.RowsDeleted)),
            "{row}", "Rows that were written, by how.");
        meter.CreateObservableCounter(
            "orchestrix.postgresql.deadlocks", () => Of(static one => one.Deadlocks), "{deadlock}",
            "Deadlocks that the server has broken.");
        meter.CreateObservableCounter(
            "orchestrix.postgresql.temporary", () => Of(static one => one.TemporaryBytes), "By",
            "Bytes of temporary files: of sorts and joins that work_mem does not hold.");
        meter.CreateObservableCounter(
            "orchestrix.postgresql.wal", () => Of(static one => one.WalBytes), "By",
            "Bytes of the write-ahead log, of all databases of the server.");
        meter.CreateObservableGauge(
            "orchestrix.postgresql.database_size", () => Of(static one => one.DatabaseBytes), "By",
            "Size of the database.");
        meter.CreateObservableGauge(
            "orchestrix.postgresql.log_size", () => Of(static one => one.LogBytes), "By",
            "Size of the table of events with its indexes.");
        meter.CreateObservableGauge(
            "orchestrix.log.unsealed", () => Of(static one => one.UnsealedEvents), "{event}",
            "Events that no seal covers yet.");
        meter.CreateObservableGauge(
            "orchestrix.log.unsealed_age", () => Of(static one => one.UnsealedSeconds), "s",
            "Time since the first event was recorded that no seal covers; 0 if all are sealed.");
        meter.CreateObservableGauge(
            "orchestrix.log.damaged", () => IsLogDamaged ? 1 : 0, "{log}",
            "1 while the silo does not seal, because events or the last seal are not what they were.");
        meter.CreateObservableGauge(
            "orchestrix.postgresql.transaction_age", () => Of(static one => one.TransactionAge), "{transaction}",
            "Transactions since the oldest row that is not frozen; at 2,000,000,000 the server refuses writes.");
        meter.CreateObservableGauge(
            "orchestrix.postgresql.oldest_transaction", () => Of(static one => one.OldestTransactionSeconds), "s",
            "Age of the oldest open transaction of the application's role.");
        meter.CreateObservableGauge(
            "orchestrix.postgresql.replicas", () => Of(static one => one.Replicas), "{replica}",
            "Replicas that are connected to the server.");
        meter.CreateObservableGauge(
            "orchestrix.postgresql.replication_lag", () => Known(static one => one.ReplicationLagSeconds), "s",
            "How far the slowest replica is behind; only for a role that may read it.");
        meter.CreateObservableGauge(
            "orchestrix.postgresql.dead_rows", () => Of(static one => one.DeadRowsShare), "1",
            "Share of dead rows, from 0 to 1, of the table that has most; 0 below 10,000 rows.");
        meter.CreateObservableCounter(
            "orchestrix.postgresql.archive_failures", () => Known(static one => one.ArchiveFailures), "{failure}",
            "Failures to archive a file of the write-ahead log; only where it is archived.");
        meter.CreateObservableGauge(
            "orchestrix.postgresql.archive_age", () => Known(static one => one.ArchiveAgeSeconds), "s",
            "Time since a file of the write-ahead log was archived; only where it is archived.");
        meter.CreateObservableGauge(
            "orchestrix.postgresql.capacity", () => Known(_ => capacityBytes), "By",
            "What the database may grow to, as PostgreSQLOptions.CapacityBytes says; only if it does.");
        CertificateExpiry.Observe(meter, "postgresql", () => Interlocked.Read(ref _certificateEnd) is > 0 and var end
            ? DateTimeOffset.FromUnixTimeSeconds(end) : null);
    }

    /// <summary>True while the log is not sealed, because events or the last seal are not what they were.</summary>
    public bool IsLogDamaged { get; set; }

    /// <summary>True if somebody collects them.</summary>
    public bool IsHeard => _connections.Enabled;

    public void Tell(ServerFigures figures) => Volatile.Write(ref _figures, figures);

    /// <summary>Until when the server's certificate is valid.</summary>
    public void Tell(DateTimeOffset certificateEnd) =>
        Interlocked.Exchange(ref _certificateEnd, certificateEnd.ToUnixTimeSeconds());

    public void Dispose() => _ownMeter?.Dispose();

    private IEnumerable<Measurement<T>> Of<T>(Func<ServerFigures, T> of) where T : struct =>
        Volatile.Read(ref _figures) is { } figures ? [new Measurement<T>(of(figures))] : [];

    /// <summary>Of what not every server has, or shows to this role.</summary>
    private IEnumerable<Measurement<T>> Known<T>(Func<ServerFigures, T?> of) where T : struct =>
        Volatile.Read(ref _figures) is { } figures && of(figures) is { } value ? [new Measurement<T>(value)] : [];

    private IEnumerable<Measurement<long>> Each(
        string label, params (string Value, Func<ServerFigures, long> Of)[] series) =>
        Volatile.Read(ref _figures) is { } figures
            ? series.Select(one => new Measurement<long>(
                one.Of(figures), new KeyValuePair<string, object?>(label, one.Value)))
            : [];
}
