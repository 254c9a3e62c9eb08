using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Npgsql;
using Orchestrix.Errors;
using Orchestrix.PostgreSQL.EventStore;
using Orchestrix.PostgreSQL.Migrations;
using Orchestrix.PostgreSQL.Sessions;
using Orchestrix.Readiness;
using Orleans.Configuration;
using static Orchestrix.PostgreSQL.Sessions.StatementRunner;

namespace Orchestrix.PostgreSQL.Readiness;

/// <summary>
/// Measures the database through the pool and the role of the application, because that is what counts.
/// </summary>
/// <param name="source">The application's connections.</param>
/// <param name="store">How they are made.</param>
/// <param name="options">The limits.</param>
/// <param name="time">The clock.</param>
/// <param name="cluster">Which silos are this cluster's; null if that is not known, and all that run are.</param>
internal sealed class DatabaseReadiness(
    NpgsqlDataSource source, IOptions<PostgreSQLOptions> store, IOptions<ReadinessOptions> options, TimeProvider time,
    IOptions<ClusterOptions>? cluster = null)
    : IReadinessSource
{
    private readonly PostgreSQLOptions _store = store.Value;
    private readonly ReadinessOptions _limits = options.Value;
    private readonly Dictionary<ReadinessCheck, Measure> _measures = Measures(
        store.Value, options.Value, time, source);

    private delegate Task<CheckResult> Measure(NpgsqlConnection connection, CancellationToken cancellationToken);

    /// <inheritdoc/>
    public IReadOnlyList<ReadinessCheck> Checks => DatabaseChecks.All;

    /// <inheritdoc/>
    public async IAsyncEnumerable<CheckResult> RunAsync(
        ReadinessProfile profile, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var check in Checks.Where(check => check.From <= profile))
        {
            CheckResult result;
            try
            {
                result = await source.RunAsync(
                    connection => RunAsync(check, connection, cancellationToken), cancellationToken)
                    .ConfigureAwait(false);
            }
            // One that the server refuses says nothing about the others.
            catch (EventStoreUnavailableException exception)
            {
                result = check.Judge(false, $"not measured: {exception.Code}");
            }
            yield return result;
        }
    }

    private Task<CheckResult> RunAsync(
        ReadinessCheck check, NpgsqlConnection connection, CancellationToken cancellationToken) =>
        _measures.TryGetValue(check, out var measure)
            ? measure(connection, cancellationToken)
            : AskAsync(check, connection, Limits(check, connection), cancellationToken);

    /// <summary>What takes more than a statement.</summary>
    private static Dictionary<ReadinessCheck, Measure> Measures(
        PostgreSQLOptions store, ReadinessOptions limits, TimeProvider time, NpgsqlDataSource source)
    {
        return new Dictionary<ReadinessCheck, Measure>
        {
            [DatabaseChecks.Version] = (connection, _) => Task.FromResult(SupportDates.Judge(
                connection.PostgreSqlVersion, DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime))),
            [DatabaseChecks.Schema] = (_, cancellationToken) => SchemaAsync(source, time, cancellationToken),
            [DatabaseChecks.Drift] = SchemaDrift.CheckAsync,
            [DatabaseChecks.AppendOnly] = DatabaseTrials.AppendOnlyAsync,
            [DatabaseChecks.Certificate] = (connection, cancellationToken) => ServerCertificate.CheckAsync(
                connection, limits.MinCertificateLife, time.GetUtcNow(), cancellationToken),
            [DatabaseChecks.Authentication] = (_, cancellationToken) => LoginTrial.RunAsync(store, cancellationToken),
        };
    }

    /// <summary>The parameters of a check's statement, which says what they are.</summary>
    private NpgsqlParameter[] Limits(ReadinessCheck check, NpgsqlConnection connection) => check switch
    {
        _ when check == DatabaseChecks.Connections =>
        [
            // Beside the pool one listens for announcements.
            Value(_store.MaxPoolSize + (_store.IsNotifyEnabled ? 1 : 0)), Value(connection.ProcessID),
            Text(cluster?.Value.ClusterId),
        ],
        _ when check == DatabaseChecks.Disk =>
            [Value(_store.CapacityBytes ?? 0), Value(_limits.MaxDiskPercent), Value(_limits.MinDiskDays)],
        _ when check == DatabaseChecks.Bloat => [Value(_limits.MaxDeadRowsPercent)],
        _ when check == DatabaseChecks.ReplicationLag => [Value(_limits.MaxReplicationLag.TotalSeconds)],
        _ when check == DatabaseChecks.IdleInTransaction => [Value(_limits.MaxIdleInTransaction.TotalSeconds)],
        _ when check == DatabaseChecks.Archive => [Value(_limits.MaxArchiveAge.TotalSeconds)],
        _ when check == DatabaseChecks.Snapshots => [Value(_limits.LongStreamVersion)],
        _ when check == DatabaseChecks.DeadLetters => [Value(_limits.MaxDeadLetters)],
        _ when check == DatabaseChecks.ParkedSagas => [Value(_limits.MaxParkedSagas)],
        _ => [],
    };

    private static async Task<CheckResult> AskAsync(
        ReadinessCheck check, NpgsqlConnection connection, NpgsqlParameter[] parameters,
        CancellationToken cancellationToken)
    {
        var rows = await connection.ReadAsync(
            ReadinessStatements.Of(check), parameters,
            reader => check.Result(
                Enum.Parse<CheckOutcome>(reader.GetString(0).Replace("_", "", StringComparison.Ordinal), true),
                reader.GetString(1)),
            cancellationToken).ConfigureAwait(false);
        return rows.Single();
    }

    private static async Task<CheckResult> SchemaAsync(
        NpgsqlDataSource source, TimeProvider time, CancellationToken cancellationToken)
    {
        try
        {
            await new Migrator(source, new MigratorOptions(), NullLogger<Migrator>.Instance, time)
                .VerifyAsync(cancellationToken).ConfigureAwait(false);
            return DatabaseChecks.Schema.Judge(true, $"migration {Migration.All.Count} of {Migration.All.Count}");
        }
        catch (ConfigurationException exception)
        {
            return DatabaseChecks.Schema.Judge(false, exception.Message);
        }
    }
}
