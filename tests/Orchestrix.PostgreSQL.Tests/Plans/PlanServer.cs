using System.Text.Json;
using Orchestrix.PostgreSQL.Local;
using Orchestrix.PostgreSQL.Tests.Support;

namespace Orchestrix.PostgreSQL.Tests.Plans;

/// <summary>
/// A server that writes the plan of every statement to its log, those inside functions included. It counts rows only
/// when a test says so, and would compile every plan that may be compiled.
/// </summary>
public sealed class PlanServer : IAsyncLifetime
{
    private readonly TemporaryDirectory _directory = new();
    private LocalPostgres? _server;

    public LocalPostgres Server => _server ?? throw new InvalidOperationException("The server was not started.");

    public async ValueTask InitializeAsync()
    {
        var options = new LocalPostgresOptions { DataDirectory = _directory.Path };
        options.Settings["autovacuum"] = "off";
        options.Settings["jit_above_cost"] = "0";
        options.Settings["session_preload_libraries"] = "auto_explain";
        options.Settings["auto_explain.log_min_duration"] = "0";
        options.Settings["auto_explain.log_nested_statements"] = "on";
        options.Settings["auto_explain.log_format"] = "json";
        options.Settings["log_line_prefix"] = "%d|";
        _server = await LocalPostgres.StartAsync(options);
    }

    /// <summary>A migrated database of its own.</summary>
    public async Task<TestDatabase> CreateDatabaseAsync()
    {
        var name = $"plans_{Guid.NewGuid():n}";
        await Server.CreateDatabaseAsync(name);
        await TestDatabase.MigrateAsync(Server.OwnerConnectionStringFor(name));
        return new TestDatabase(
            name, Server.OwnerConnectionStringFor(name), Server.ApplicationConnectionStringFor(name));
    }

    /// <summary>The plans that were used in a database since the mark was set in it.</summary>
    public async Task<IReadOnlyList<LoggedPlan>> ReadAsync(TestDatabase database, string mark)
    {
        // The server's log is written by another process, in order.
        var end = $"end of {mark}";
        await SetMarkAsync(database, end);
        IReadOnlyList<LoggedPlan> plans = [];
        await Until.TrueAsync(() => (plans = Read(database.Name)).Any(plan => IsMark(plan, end)));
        return [.. plans.SkipWhile(plan => !IsMark(plan, mark)).Skip(1).TakeWhile(plan => !IsMark(plan, end))];
    }

    /// <summary>Leaves a mark in the log.</summary>
    public static Task SetMarkAsync(TestDatabase database, string mark) => database.ExecuteAsync(Select(mark));

    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
            await _server.DisposeAsync();
        _directory.Dispose();
    }

    private static string Select(string mark) => $"select '{mark}'";

    private static bool IsMark(LoggedPlan plan, string mark) => plan.Query == Select(mark);

    private List<LoggedPlan> Read(string database)
    {
        var plans = new List<LoggedPlan>();
        foreach (var file in Directory.EnumerateFiles(Path.Combine(Server.DataDirectory, "log")))
        {
            using var shared = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            using var reader = new StreamReader(shared);
            var entries = reader.ReadToEnd().Split($"\n{database}|");
            foreach (var entry in entries.Skip(1))
            {
                var start = entry.IndexOf("plan:\n\t{", StringComparison.Ordinal);
                // The next entry may be of another database; an entry that is being written has no end yet.
                var stop = entry.IndexOf("\n\t}", StringComparison.Ordinal);
                if (start < 0 || stop < 0)
                    continue;
                using var json = JsonDocument.Parse(entry[(start + 5)..(stop + 3)]);
                plans.Add(new LoggedPlan(json.RootElement.Clone()));
            }
        }
        return plans;
    }
}
