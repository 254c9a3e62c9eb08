using System.Globalization;
using Npgsql;
using Orchestrix.Errors;

namespace Orchestrix.PostgreSQL.Migrations;

/// <summary>One connection and transaction in which a migration runs. Disposing without commit rolls back.</summary>
internal sealed class MigrationSession : IAsyncDisposable
{
    private const string ApplicationToken = "{application_role}";
    private const string ReaderToken = "{reader_role}";

    private readonly NpgsqlConnection _connection;
    private readonly NpgsqlTransaction _transaction;
    private readonly MigratorOptions _options;

    private MigrationSession(NpgsqlConnection connection, NpgsqlTransaction transaction, MigratorOptions options) =>
        (_connection, _transaction, _options) = (connection, transaction, options);

    public static async Task<MigrationSession> OpenAsync(
        NpgsqlDataSource dataSource, MigratorOptions options, CancellationToken cancellationToken)
    {
        var connection = await dataSource.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            var transaction = await connection.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
            return new MigrationSession(connection, transaction, options);
        }
        catch
        {
            await connection.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Waits until no other host migrates this database; holds until the end of the transaction.</summary>
    public async Task LockAsync(long key, CancellationToken cancellationToken)
    {
        var timeout = ((long)_options.LockTimeout.TotalMilliseconds).ToString(CultureInfo.InvariantCulture);
        await ExecuteAsync(Statement("set_lock_timeout"), cancellationToken, timeout).ConfigureAwait(false);
        await ExecuteAsync(Statement("lock_migrations"), cancellationToken, key).ConfigureAwait(false);
    }

    /// <summary>Waits until the appends under way have ended; others wait for the end of the transaction.</summary>
    public Task WaitForAppendsAsync(CancellationToken cancellationToken) =>
        ExecuteAsync(Statement("stop_appends"), cancellationToken);

    /// <summary>The history in order; empty when there is no history table.</summary>
    public async Task<IReadOnlyList<AppliedMigration>> ReadHistoryAsync(CancellationToken cancellationToken)
    {
        if (!await HistoryExistsAsync(cancellationToken).ConfigureAwait(false))
            return [];

        return await QueryAsync(
            Statement("read_history"),
            row => new AppliedMigration(
                row.GetInt32(0), row.GetString(1), row.GetString(2),
                row.GetFieldValue<DateTimeOffset>(3), row.GetString(4)),
            cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Creates the schema and the history table where they are missing.</summary>
    public async Task EnsureHistoryAsync(CancellationToken cancellationToken)
    {
        if (!await HistoryExistsAsync(cancellationToken).ConfigureAwait(false))
            await ExecuteAsync(WithRoles(Statement("create_history")), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Runs the migration and records it.</summary>
    public async Task ApplyAsync(Migration migration, CancellationToken cancellationToken)
    {
        await ExecuteAsync(WithRoles(migration.Text), cancellationToken).ConfigureAwait(false);
        await ExecuteAsync(
            Statement("record_migration"), cancellationToken, migration.Version, migration.Name, migration.Checksum)
            .ConfigureAwait(false);
    }

    /// <summary>Creates a role where it is missing; true when this call created it.</summary>
    public async Task<bool> EnsureRoleAsync(string role, CancellationToken cancellationToken)
    {
        var (exists, mayCreate) = await ReadRoleAsync(role, cancellationToken).ConfigureAwait(false);
        if (exists)
            return false;

        if (!mayCreate)
        {
            throw new ConfigurationException($"The role {role} does not exist, and the migrating role may not create "
                + $"roles. As an administrator run: create role {EmbeddedSql.Identifier(role)} login; "
                + "give it a password, or leave out login if nobody is to connect as it; migrate again.");
        }

        return await CreateRoleAsync(role, cancellationToken).ConfigureAwait(false);
    }

    public Task CommitAsync(CancellationToken cancellationToken) => _transaction.CommitAsync(cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await _transaction.DisposeAsync().ConfigureAwait(false);
        await _connection.DisposeAsync().ConfigureAwait(false);
    }

    // Roles belong to the whole server and the lock to one database: a migration of another one may come first.
    private async Task<bool> CreateRoleAsync(string role, CancellationToken cancellationToken)
    {
        const string savepoint = "role";
        await _transaction.SaveAsync(savepoint, cancellationToken).ConfigureAwait(false);
        try
        {
            await ExecuteAsync(
                Statement("create_role").Replace("{role}", EmbeddedSql.Identifier(role), StringComparison.Ordinal),
                cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (PostgresException e)
            when (e.SqlState is PostgresErrorCodes.DuplicateObject or PostgresErrorCodes.UniqueViolation)
        {
            await _transaction.RollbackAsync(savepoint, cancellationToken).ConfigureAwait(false);
            return false;
        }
    }

    private async Task<(bool Exists, bool MayCreate)> ReadRoleAsync(string role, CancellationToken cancellationToken)
    {
        var rows = await QueryAsync(
            Statement("read_role"), row => (row.GetBoolean(0), row.GetBoolean(1)), cancellationToken, role)
            .ConfigureAwait(false);
        return rows[0];
    }

    private async Task<bool> HistoryExistsAsync(CancellationToken cancellationToken)
    {
        var rows = await QueryAsync(Statement("history_exists"), row => row.GetBoolean(0), cancellationToken)
            .ConfigureAwait(false);
        return rows[0];
    }

    private async Task<List<T>> QueryAsync<T>(
        string sql, Func<NpgsqlDataReader, T> read, CancellationToken cancellationToken, params object[] parameters)
    {
        using var command = Command(sql, parameters);
        var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        await using var disposal = reader.ConfigureAwait(false);
        var rows = new List<T>();
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
            rows.Add(read(reader));

        return rows;
    }

    private async Task ExecuteAsync(string sql, CancellationToken cancellationToken, params object[] parameters)
    {
        using var command = Command(sql, parameters);
        await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
    }

    private NpgsqlCommand Command(string sql, params object[] parameters)
    {
        // The text comes from embedded files; the only substitutions are quoted identifiers.
#pragma warning disable CA2100
        var command = new NpgsqlCommand(sql, _connection, _transaction)
#pragma warning restore CA2100
        {
            CommandTimeout = (int)_options.CommandTimeout.TotalSeconds,
        };
        foreach (var value in parameters)
            command.Parameters.Add(new NpgsqlParameter { Value = value });

        return command;
    }

    private string WithRoles(string sql) => sql
        .Replace(ApplicationToken, EmbeddedSql.Identifier(_options.ApplicationRole), StringComparison.Ordinal)
        .Replace(ReaderToken, EmbeddedSql.Identifier(_options.ReaderRole), StringComparison.Ordinal);

    private static string Statement(string name) => EmbeddedSql.Read($"Migrations.Statements.{name}.sql");
}
