using System.Globalization;
using Bank.Cli.Capacity;
using Npgsql;
using Orchestrix.Benchmarks.Database;
using Orchestrix.Benchmarks.Processes;
using Orchestrix.Benchmarks.Report;
using Orchestrix.Benchmarks.Workers;

namespace Orchestrix.Benchmarks.Baselines;

/// <summary>
/// What the database gives a client in C that commits one row at a time, without an application: PostgreSQL's own
/// pgbench, with prepared statements.
/// </summary>
internal sealed class Pgbench(string program, string connectionString, string directory, TimeProvider time)
{
    private readonly NpgsqlConnectionStringBuilder _connection = new(connectionString);

    private string Script => Path.Combine(directory, "pgbench.sql");

    private string LogPrefix => Path.Combine(directory, "pgbench_log");

    /// <summary>Creates the table and the script.</summary>
    public async Task PrepareAsync(CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(directory);
        await File.WriteAllTextAsync(Script, SqlFile.Read("Baselines/pgbench_commit"), cancellationToken);
        await using var source = NpgsqlDataSource.Create(connectionString);
        // Embedded text without substitutions.
#pragma warning disable CA2100
        await using var command = source.CreateCommand(SqlFile.Read("Baselines/pgbench_table"));
#pragma warning restore CA2100
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Measures as a worker does: the clock starts when all clients are connected and warm.</summary>
    public async Task<Measurement> MeasureAsync(
        Scenario scenario, Func<Task> measuring, Func<Task> measured, CancellationToken cancellationToken)
    {
        DeleteLogs();
        var cpu = ReapedSeconds();
        await using var process = await StartAsync(scenario);
        try
        {
            // pgbench starts its own clock when its clients are connected, and reports its progress every second.
            await WaitForProgressAsync(process, cancellationToken);
            var from = time.GetUtcNow();
            await measuring();
            using (var timer = new PeriodicTimer(TimeSpan.FromSeconds(scenario.Seconds), time))
                await timer.WaitForNextTickAsync(cancellationToken);
            var to = time.GetUtcNow();
            await measured();
            await process.Output.ReadToEndAsync(cancellationToken);
            await process.DisposeAsync();
            return Measurement(from, to, ReapedSeconds() - cpu, Duration(scenario));
        }
        catch (OperationCanceledException)
        {
            process.Kill();
            throw;
        }
    }

    private static int Duration(Scenario scenario) => (int)Math.Ceiling(scenario.Seconds) + 2;

    private async Task<GuardedProcess> StartAsync(Scenario scenario)
    {
        // One thread per client up to the number of cores that a small machine has.
        var threads = Math.Min(2, scenario.Callers);
        string[] command =
        [
            "/bin/sh", "-c", "exec \"$0\" \"$@\" 2>&1", program,
            "--host", _connection.Host!, "--port", Text(_connection.Port), "--username", _connection.Username!,
            "--no-vacuum", "--protocol", "prepared", "--file", Script, "--client", Text(scenario.Callers),
            "--jobs", Text(threads), "--time", Text(Duration(scenario)), "--progress", "1", "--log",
            "--log-prefix", LogPrefix, _connection.Database!,
        ];
        var environment = new Dictionary<string, string> { ["PGPASSWORD"] = _connection.Password! };
        return await GuardedProcess.StartAsync(command, environment, Path.Combine(directory, "pgbench.log"));
    }

    private static async Task WaitForProgressAsync(GuardedProcess process, CancellationToken cancellationToken)
    {
        var said = new List<string>();
        while (await process.Output.ReadLineAsync(cancellationToken) is { } line)
        {
            if (line.StartsWith("progress:", StringComparison.Ordinal))
                return;
            said.Add(line);
        }
        throw new WorkerFailedException($"pgbench ended: {string.Join(' ', said)}");
    }

    private Measurement Measurement(DateTimeOffset from, DateTimeOffset to, double cpuSeconds, int duration)
    {
        var lines = Directory.EnumerateFiles(directory, "pgbench_log.*").SelectMany(File.ReadLines);
        var latencies = TransactionLog.Latencies(lines, from, to);
        DeleteLogs();
        var seconds = (to - from).TotalSeconds;
        return new Measurement
        {
            Commands = latencies.Length,
            Failed = 0,
            Seconds = seconds,
            P50Ms = Statistics.Percentile(latencies, 50) / 1000.0,
            P95Ms = Statistics.Percentile(latencies, 95) / 1000.0,
            P99Ms = Statistics.Percentile(latencies, 99) / 1000.0,
            MaxMs = Statistics.Percentile(latencies, 100) / 1000.0,
            // The time of the whole run, of which this is a part.
            CpuSeconds = cpuSeconds * seconds / duration,
            AllocatedBytes = null,
            RssBytes = null,
        };
    }

    private void DeleteLogs()
    {
        foreach (var file in Directory.EnumerateFiles(directory, "pgbench_log.*").ToArray())
            File.Delete(file);
    }

    private static double ReapedSeconds() => ProcessTimes.Read(Environment.ProcessId)?.ReapedSeconds ?? 0;

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
