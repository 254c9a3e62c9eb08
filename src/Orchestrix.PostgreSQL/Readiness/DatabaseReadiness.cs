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
        ReadinessCheck check, NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var limits = options.Value;
        if (check == DatabaseChecks.Version)
        {
            var today = DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);
            return Task.FromResult(SupportDates.Judge(connection.PostgreSqlVersion, today));
        }
        if (check == DatabaseChecks.Schema)
            return SchemaAsync(cancellationToken);
        if (check == DatabaseChecks.Drift)
            return SchemaDrift.CheckAsync(connection, cancellationToken);
        if (check == DatabaseChecks.AppendOnly)
            return DatabaseTrials.AppendOnlyAsync(connection, cancellationToken);
        if (check == DatabaseChecks.Certificate)
        {
            return ServerCertificate.CheckAsync(
                connection, limits.MinCertificateLife, time.GetUtcNow(), cancellationToken);
        }
        if (check == DatabaseChecks.Authentication)
            return LoginTrial.RunAsync(store.Value, cancellationToken);
        NpgsqlParameter[] parameters = check switch
        {
            _ when check == DatabaseChecks.Connections =>
            [
                // Beside the pool one listens for announcements.
                Value(store.Value.MaxPoolSize + (store.Value.IsNotifyEnabled ? 1 : 0)), Value(connection.ProcessID),
                Text(cluster?.Value.ClusterId),
            ],
            _ when check == DatabaseChecks.Disk =>
                [Value(store.Value.CapacityBytes ?? 0), Value(limits.MaxDiskPercent), Value(limits.MinDiskDays)],
            _ when check == DatabaseChecks.Bloat => [Value(limits.MaxDeadRowsPercent)],
            _ when check == DatabaseChecks.ReplicationLag => [Value(limits.MaxReplicationLag.TotalSeconds)],
            _ when check == DatabaseChecks.IdleInTransaction => [Value(limits.MaxIdleInTransaction.TotalSeconds)],
            _ when check == DatabaseChecks.Archive => [Value(limits.MaxArchiveAge.TotalSeconds)],
            _ when check == DatabaseChecks.Snapshots => [Value(limits.LongStreamVersion)],
            _ when check == DatabaseChecks.DeadLetters => [Value(limits.MaxDeadLetters)],
            _ when check == DatabaseChecks.ParkedSagas => [Value(limits.MaxParkedSagas)],
            _ => [],
        };
        return AskAsync(check, connection, parameters, cancellationToken);
    }

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

    private async Task<CheckResult> SchemaAsync(CancellationToken cancellationToken)
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
