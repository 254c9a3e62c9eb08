using System.Globalization;
using Bank.Cli.Capacity;
using Npgsql;
using Orchestrix.PostgreSQL.Local;

namespace Orchestrix.Benchmarks.Database;

/// <summary>The one private PostgreSQL that everything is measured on, with a database for each system.</summary>
internal sealed class BenchServer : IAsyncDisposable
{
    private static readonly TimeSpan VacuumTimeout = TimeSpan.FromSeconds(30);

    private readonly LocalPostgres _server;
    private readonly NpgsqlDataSource _administration;
    private readonly TimeProvider _time;

    private BenchServer(LocalPostgres server, TimeProvider time)
    {
        (_server, _time) = (server, time);
        _administration = NpgsqlDataSource.Create(server.SuperuserConnectionString);
    }

    public int Port => _server.Port;

    public string BinDirectory => _server.BinDirectory;

    public Version Version => _server.Version;

    /// <summary>Starts an empty server; what an interrupted run left in the directory is thrown away.</summary>
    public static async Task<BenchServer> StartAsync(
        string dataDirectory, TimeProvider time, CancellationToken cancellationToken)
    {
        var options = new LocalPostgresOptions { DataDirectory = dataDirectory, DatabaseName = "bench" };
        // No system closes its connections while another one is measured.
        options.Settings["max_connections"] = "400";
        var server = new BenchServer(await LocalPostgres.StartAsync(options, cancellationToken), time);
        try
        {
            await server.DropLeftoversAsync(cancellationToken);
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>Creates an empty database and returns its owner's connection string.</summary>
    public async Task<string> CreateDatabaseAsync(string name, CancellationToken cancellationToken)
    {
        await _server.CreateDatabaseAsync(name, cancellationToken: cancellationToken);
        return OwnerConnectionString(name);
    }

    public string OwnerConnectionString(string database) => _server.OwnerConnectionStringFor(database);

    public string ApplicationConnectionString(string database) => _server.ApplicationConnectionStringFor(database);

    public async Task DropDatabaseAsync(string name, CancellationToken cancellationToken)
    {
        // The name is one of this program's own.
#pragma warning disable CA2100
        await using var command = _administration.CreateCommand($"drop database if exists \"{name}\" with (force)");
#pragma warning restore CA2100
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>
    /// Turns autovacuum on or off. It chooses its moments by itself: in a short measurement it would be at work for
    /// another system than the one that is measured.
    /// </summary>
    public async Task SetAutovacuumAsync(bool isOn, CancellationToken cancellationToken)
    {
        await ExecuteAsync<object>(isOn ? "Database/autovacuum_on" : "Database/autovacuum_off", cancellationToken);
        await ExecuteAsync<bool>("Database/reload", cancellationToken);
    }

    /// <summary>Gathers the statistics for the planner of a database, which autovacuum would do.</summary>
    public async Task AnalyzeAsync(string database, CancellationToken cancellationToken)
    {
        await using var source = NpgsqlDataSource.Create(_server.OwnerConnectionStringFor(database));
        await using var command = CreateCommand(source, "Database/analyze");
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>
    /// Waits until no vacuum runs, and writes all dirty pages: nobody pays for what another system has left behind.
    /// </summary>
    public async Task SettleAsync(CancellationToken cancellationToken)
    {
        var started = _time.GetTimestamp();
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(100), _time);
        while (await ExecuteAsync<long>("Database/vacuums", cancellationToken) > 0
            && _time.GetElapsedTime(started) < VacuumTimeout)
        {
            await timer.WaitForNextTickAsync(cancellationToken);
        }
        await ExecuteAsync<object>("Database/checkpoint", cancellationToken);
    }

    /// <summary>Reads the counters.</summary>
    public async Task<Reading> ReadAsync()
    {
        var wal = await ExecuteAsync<long>("Database/wal_position", CancellationToken.None);
        return new Reading(ProcessTimes.TreeSeconds(_server.ProcessId), wal, MachineTimes.ReadBusySeconds());
    }

    /// <summary>The settings that matter, by name.</summary>
    public async Task<SortedDictionary<string, string>> ReadSettingsAsync(CancellationToken cancellationToken)
    {
        var settings = new SortedDictionary<string, string>(StringComparer.Ordinal);
        await using var command = CreateCommand(_administration, "Database/settings");
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
            settings[reader.GetString(0)] = reader.GetString(1);
        settings["autovacuum"] = "off in the rounds, on in soak and fill";
        return settings;
    }

    /// <summary>Stops the server and deletes its data.</summary>
    public async ValueTask DisposeAsync()
    {
        await _administration.DisposeAsync();
        await _server.DisposeAsync();
        Directory.Delete(_server.DataDirectory, recursive: true);
    }

    private async Task DropLeftoversAsync(CancellationToken cancellationToken)
    {
        var names = new List<string>();
        await using (var command = CreateCommand(_administration, "Database/leftovers"))
        await using (var reader = await command.ExecuteReaderAsync(cancellationToken))
        {
            while (await reader.ReadAsync(cancellationToken))
                names.Add(reader.GetString(0));
        }
        foreach (var name in names)
            await DropDatabaseAsync(name, cancellationToken);
    }

    private async Task<T?> ExecuteAsync<T>(string file, CancellationToken cancellationToken)
    {
        await using var command = CreateCommand(_administration, file);
        var value = await command.ExecuteScalarAsync(cancellationToken);
        return value is null ? default : (T)Convert.ChangeType(value, typeof(T), CultureInfo.InvariantCulture);
    }

    private static NpgsqlCommand CreateCommand(NpgsqlDataSource source, string file)
    {
        // Embedded text without substitutions.
#pragma warning disable CA2100
        return source.CreateCommand(SqlFile.Read(file));
#pragma warning restore CA2100
    }
}
