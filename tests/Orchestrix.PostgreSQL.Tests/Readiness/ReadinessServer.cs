using Npgsql;
using Orchestrix.PostgreSQL.Local;
using Orchestrix.PostgreSQL.Tests.Support;

namespace Orchestrix.PostgreSQL.Tests.Readiness;

/// <summary>A server of its own: its settings are what is broken.</summary>
public sealed class ReadinessServer : IAsyncLifetime
{
    private readonly string _directory = TemporaryDirectory.NewPath();
    private readonly string _archive = TemporaryDirectory.NewPath();
    private LocalPostgres? _server;

    public LocalPostgres Server => _server ?? throw new InvalidOperationException("The server was not started.");

    public async ValueTask InitializeAsync()
    {
        var options = new LocalPostgresOptions { DataDirectory = _directory };
        options.Settings["archive_mode"] = "on";
        options.Settings["archive_command"] = $"mkdir -p {_archive} && cp %p {_archive}/%f";
        options.Settings["max_wal_size"] = "64MB";
        options.Settings["min_wal_size"] = "32MB";
        // Dead rows stay dead while they are looked at.
        options.Settings["autovacuum_naptime"] = "1h";
        options.Settings["max_prepared_transactions"] = "2";
        _server = await LocalPostgres.StartAsync(options);
        // A new server has archived nothing yet.
        await ExecuteAsync("postgres", "select pg_switch_wal()");
    }

    /// <summary>A migrated database of its own.</summary>
    public async Task<TestDatabase> CreateDatabaseAsync()
    {
        var name = $"test_{Guid.NewGuid():n}";
        await Server.CreateDatabaseAsync(name);
        await TestDatabase.MigrateAsync(Server.OwnerConnectionStringFor(name));
        return new TestDatabase(
            name, Server.OwnerConnectionStringFor(name), Server.ApplicationConnectionStringFor(name));
    }

    /// <summary>Runs statements as the superuser, each in a transaction of its own.</summary>
    public async Task ExecuteAsync(string database, string sql)
    {
        var connection = new NpgsqlConnectionStringBuilder(Server.SuperuserConnectionString)
        {
            Database = database,
            Pooling = false,
        };
        await using var source = NpgsqlDataSource.Create(connection);
        foreach (var statement in sql.Split(";;"))
        {
            await using var command = source.CreateCommand(statement);
            await command.ExecuteNonQueryAsync();
        }
    }

    /// <summary>Takes all settings back that tests have changed, and waits until new sessions have them.</summary>
    public async Task ResetAsync()
    {
        await ExecuteAsync("postgres", """
            alter system reset fsync;; alter system reset full_page_writes;; alter system reset autovacuum;;
            alter system reset archive_command;; alter system reset archive_library;;
            alter system reset track_counts;;
            alter role orchestrix_app nosuperuser nocreatedb nocreaterole noreplication nobypassrls;;
            revoke orchestrix_owner, pg_signal_backend, pg_read_server_files, pg_write_server_files,
                pg_execute_server_program from orchestrix_app;;
            select pg_reload_conf()
            """);
        await Until.TrueAsync(async () =>
        {
            await using var source = NpgsqlDataSource.Create(
                new NpgsqlConnectionStringBuilder(Server.SuperuserConnectionString) { Pooling = false });
            await using var command = source.CreateCommand("""
                select bool_and(case name
                    when 'archive_command' then setting like 'mkdir %'
                    when 'archive_library' then setting = ''
                    else setting = 'on' end)
                from pg_settings
                where name in ('fsync', 'full_page_writes', 'autovacuum', 'archive_command', 'archive_library',
                    'track_counts')
                """);
            return (bool)(await command.ExecuteScalarAsync())!;
        });
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is null)
            return;
        await _server.DisposeAsync();
        Directory.Delete(_server.DataDirectory, recursive: true);
        Directory.Delete(_archive, recursive: true);
    }
}
