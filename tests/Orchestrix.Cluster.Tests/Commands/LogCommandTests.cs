using System.Diagnostics;
using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Orchestrix.Cluster.Tests.Support;
using Orchestrix.Events;
using Orchestrix.PostgreSQL.EventStore;
using Orchestrix.PostgreSQL.Tests;

namespace Orchestrix.Cluster.Tests.Commands;

/// <summary>What the tests of the commands that work on a log share: logs, and the program as a process.</summary>
public abstract class LogCommandTests(PostgresFixture fixture) : IAsyncDisposable
{
    private const string Project = "Orchestrix.Cli";

    private readonly List<TestDatabase> _databases = [];
    private readonly TemporaryDirectory _folder = new();

    protected PostgresFixture Fixture { get; } = fixture;

    protected string Folder => _folder.Path;

    protected static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        _folder.Dispose();
        foreach (var database in _databases)
            await database.DisposeAsync();
    }

    protected string PathOf(string file)
    {
        Directory.CreateDirectory(Folder);
        return Path.Combine(Folder, file);
    }

    protected async Task<TestDatabase> CreateDatabaseAsync()
    {
        var database = await Fixture.CreateDatabaseAsync();
        _databases.Add(database);
        return database;
    }

    /// <summary>A log with one account of Ada, who deposits 1.50 so many times.</summary>
    protected async Task<TestDatabase> CreateBankAsync(int deposits)
    {
        var database = await CreateDatabaseAsync();
        await AppendAsync(database, "account/ada", "account.opened",
            """{"owner":"Ada","overdraftLimit":{"amount":50.00,"currency":"EUR"}}""");
        for (var count = 1; count <= deposits; count++)
        {
            await AppendAsync(database, "account/ada", "account.money-deposited", $$$"""
                {"amount":{"amount":1.50,"currency":"EUR"},"balance":{"amount":{{{1.5m * count}}},"currency":"EUR"}}
                """);
        }
        return database;
    }

    protected static async Task AppendAsync(TestDatabase database, string stream, string type, string json)
    {
        ArgumentNullException.ThrowIfNull(database);
        var store = new PostgreSQLEventStore(
            database.Application, new PostgreSQLOptions(), TimeProvider.System,
            NullLogger<PostgreSQLEventStore>.Instance);
        await store.AppendAsync([
            new Commit
            {
                Stream = StreamId.Parse(stream),
                ExpectedVersion = ExpectedVersion.Any,
                CommitId = Guid.CreateVersion7(),
                CommandId = $"command-{Guid.NewGuid():N}",
                Events = [new EventData(Guid.CreateVersion7(), type, 1, Encoding.UTF8.GetBytes(json))],
            },
        ]);
    }

    protected static Task<(int Code, string Output, string Errors)> RunAsync(
        TestDatabase? database, params string[] arguments) =>
        CommandLineProgram.RunAsync(Project, arguments, Environment(database));

    protected static Process Start(TestDatabase database, params string[] arguments) =>
        CommandLineProgram.Start(Project, arguments, Environment(database));

    /// <summary>Keeps everybody from the log until it is disposed.</summary>
    protected static async Task<NpgsqlConnection> LockLogAsync(TestDatabase database)
    {
        ArgumentNullException.ThrowIfNull(database);
        var connection = await database.Owner.OpenConnectionAsync();
        await using var command = new NpgsqlCommand(
            "begin; lock table orchestrix.events, orchestrix.log_shards in access exclusive mode", connection);
        await command.ExecuteNonQueryAsync();
        return connection;
    }

    /// <summary>Waits until a process waits for the log, and interrupts it as Ctrl-C does.</summary>
    protected static async Task<(int Code, string Output, string Errors)> InterruptAsync(
        TestDatabase database, Process process)
    {
        ArgumentNullException.ThrowIfNull(process);
        await Until.TrueAsync(() =>
            database.ScalarAsync<bool>("select exists (select from pg_locks where not granted)"));
        using var signal = Process.Start("kill", ["-INT", $"{process.Id}"]);
        var (output, errors) = (
            process.StandardOutput.ReadToEndAsync(Cancelled), process.StandardError.ReadToEndAsync(Cancelled));
        await process.WaitForExitAsync(Cancelled);
        return (process.ExitCode, await output, await errors);
    }

    private static (string, string?)[] Environment(TestDatabase? database) =>
    [
        ("ORCHESTRIX_POSTGRES", database?.ApplicationConnectionString),
        ("ORCHESTRIX_POSTGRES_OWNER", database?.OwnerConnectionString),
        ("ConnectionStrings__Orchestrix", null),
        ("ConnectionStrings__OrchestrixOwner", null),
    ];
}
