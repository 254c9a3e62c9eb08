using Microsoft.Extensions.Logging;
using Npgsql;
using Orchestrix.Errors;

namespace Orchestrix.PostgreSQL.Migrations;

/// <summary>
/// Brings a database to the schema that this program needs, or verifies that it is there. Migrations only go forward:
/// they are numbered SQL files with checksums, applied in one transaction under an advisory lock, so that any number of
/// hosts may start at once. Safe for concurrent use.
/// </summary>
/// <remarks>
/// <para>
/// <see cref="MigrateAsync"/> needs the role that owns the schema, unless nothing is pending. Every other method needs
/// only what the application's role has.
/// </para>
/// <para>
/// All methods throw <see cref="EventStoreUnavailableException"/> when the server cannot be reached or refuses the
/// role, and <see cref="ConfigurationException"/> when database, schema and program do not fit together. No message
/// contains a password.
/// </para>
/// </remarks>
public sealed partial class Migrator
{
    // "orchestr" in ASCII: one fixed number that no other program is likely to use.
    private const long LockKey = 0x6f72636865737472;

    // 0003_lean_log.sql changes the tables under programs that may still be appending.
    private const int LeanLog = 3;

    private readonly NpgsqlDataSource _dataSource;
    private readonly MigratorOptions _options;
    private readonly ILogger<Migrator> _logger;
    private readonly TimeProvider _time;
    private readonly MigrationErrors _errors;

    /// <summary>Creates a migrator; connects to nothing yet.</summary>
    /// <param name="dataSource">The database; not disposed by the migrator.</param>
    /// <param name="options">The options; read at each call.</param>
    /// <param name="logger">Receives one line per applied migration.</param>
    /// <param name="timeProvider">Measures how long a migration took.</param>
    public Migrator(
        NpgsqlDataSource dataSource, MigratorOptions options, ILogger<Migrator> logger, TimeProvider timeProvider)
    {
        ArgumentNullException.ThrowIfNull(dataSource);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(logger);
        ArgumentNullException.ThrowIfNull(timeProvider);
        (_dataSource, _options, _logger, _time) = (dataSource, options, logger, timeProvider);
        _errors = new MigrationErrors(dataSource.ConnectionString, timeProvider);
    }

    /// <summary>Applies what is pending: all of it or nothing. Does nothing on an up-to-date schema.</summary>
    /// <returns>The state afterwards; nothing is pending.</returns>
    /// <exception cref="ConfigurationException">
    /// An applied migration was changed, the schema is newer than this program, or a role is missing and cannot
    /// be created.
    /// </exception>
    /// <exception cref="EventStoreUnavailableException">The server is unreachable or refuses the role.</exception>
    public Task<MigrationStatus> MigrateAsync(CancellationToken cancellationToken = default) =>
        _errors.TranslateAsync(() => MigrateCoreAsync(cancellationToken), cancellationToken);

    /// <summary>Reads what is applied and what is pending. Judges nothing and changes nothing.</summary>
    /// <exception cref="EventStoreUnavailableException">The server is unreachable or refuses the role.</exception>
    public Task<MigrationStatus> StatusAsync(CancellationToken cancellationToken = default) =>
        _errors.TranslateAsync(
            async () =>
            {
                var session = await MigrationSession.OpenAsync(_dataSource, _options, cancellationToken)
                    .ConfigureAwait(false);
                await using var disposal = session.ConfigureAwait(false);
                return SchemaCheck.Status(await session.ReadHistoryAsync(cancellationToken).ConfigureAwait(false));
            },
            cancellationToken);

    /// <summary>Verifies that the schema is exactly the one that this program needs. Changes nothing.</summary>
    /// <exception cref="ConfigurationException">It is older, newer or changed; the message says which.</exception>
    /// <exception cref="EventStoreUnavailableException">The server is unreachable or refuses the role.</exception>
    public async Task VerifyAsync(CancellationToken cancellationToken = default)
    {
        var status = await StatusAsync(cancellationToken).ConfigureAwait(false);
        SchemaCheck.ThrowIfUnknown(status.Applied);
        SchemaCheck.ThrowIfPending(status);
    }

    private async Task<MigrationStatus> MigrateCoreAsync(CancellationToken cancellationToken)
    {
        var session = await MigrationSession.OpenAsync(_dataSource, _options, cancellationToken).ConfigureAwait(false);
        await using var disposal = session.ConfigureAwait(false);
        await session.LockAsync(LockKey, cancellationToken).ConfigureAwait(false);
        var applied = await session.ReadHistoryAsync(cancellationToken).ConfigureAwait(false);
        SchemaCheck.ThrowIfUnknown(applied);

        var pending = Migration.All.Skip(applied.Count).ToArray();
        if (applied.Count is > 0 and < LeanLog)
            await session.WaitForAppendsAsync(cancellationToken).ConfigureAwait(false);
        if (pending.Length > 0)
            await ApplyAsync(session, pending, cancellationToken).ConfigureAwait(false);

        var status = SchemaCheck.Status(await session.ReadHistoryAsync(cancellationToken).ConfigureAwait(false));
        await session.CommitAsync(cancellationToken).ConfigureAwait(false);
        LogUpToDate(_logger, status.CurrentVersion);
        return status;
    }

    private async Task ApplyAsync(MigrationSession session, Migration[] pending, CancellationToken cancellationToken)
    {
        foreach (var role in (string[])[_options.ApplicationRole, _options.ReaderRole])
        {
            if (await session.EnsureRoleAsync(role, cancellationToken).ConfigureAwait(false))
                LogRoleCreated(_logger, role);
        }

        await session.EnsureHistoryAsync(cancellationToken).ConfigureAwait(false);
        foreach (var migration in pending)
        {
            var started = _time.GetTimestamp();
            await session.ApplyAsync(migration, cancellationToken).ConfigureAwait(false);
            var elapsed = _time.GetElapsedTime(started);
            LogApplied(_logger, migration.Name, elapsed);
        }
    }
}
