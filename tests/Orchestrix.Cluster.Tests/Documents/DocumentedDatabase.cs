using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Orchestrix.PostgreSQL.Local;
using Orchestrix.PostgreSQL.Migrations;

namespace Orchestrix.Cluster.Tests.Documents;

/// <summary>
/// A database that is made as the page on security tells an administrator to, and migrated by its owner. Roles belong
/// to the whole server, where the documented names are taken: here they have a suffix.
/// </summary>
internal sealed class DocumentedDatabase : IAsyncDisposable
{
    private static readonly string[] Names =
        ["orchestrix_owner", "orchestrix_app", "orchestrix_reader", "reports", "operations", "bank"];

    private readonly string _suffix = $"_{Guid.NewGuid():n}"[..9];
    private readonly List<NpgsqlDataSource> _sources = [];
    private readonly LocalPostgres _server;

    private DocumentedDatabase(LocalPostgres server)
    {
        _server = server;
        Superuser = Login(null);
        Owner = Login("orchestrix_owner");
        Application = Login("orchestrix_app");
        Operations = Login("operations");
        Reports = Login("reports");
    }

    public NpgsqlDataSource Superuser { get; }

    public NpgsqlDataSource Owner { get; }

    public NpgsqlDataSource Application { get; }

    /// <summary>Whoever looks after the database.</summary>
    public NpgsqlDataSource Operations { get; }

    public NpgsqlDataSource Reports { get; }

    /// <summary>Runs the script of the page, and migrates.</summary>
    public static async Task<DocumentedDatabase> CreateAsync(LocalPostgres server, string script)
    {
        var database = new DocumentedDatabase(server);
        await using var administrator = NpgsqlDataSource.Create(server.SuperuserConnectionString);
        await ExecuteAsync(administrator, database.Here(script).Replace("'...'", "'secret'", StringComparison.Ordinal));
        await new Migrator(
            database.Owner,
            new()
            {
                ApplicationRole = database.Here("orchestrix_app"),
                ReaderRole = database.Here("orchestrix_reader"),
            },
            NullLogger<Migrator>.Instance, TimeProvider.System).MigrateAsync(TestContext.Current.CancellationToken);
        return database;
    }

    /// <summary>A text with the names that roles and database have here.</summary>
    public string Here(string text) => Names.Aggregate(
        text, (current, name) => current.Replace(name, name + _suffix, StringComparison.Ordinal));

    /// <summary>Runs statements one by one: some may not be in the transaction that several would be.</summary>
    public static async Task ExecuteAsync(NpgsqlDataSource source, string sql)
    {
        await using var connection = await source.OpenConnectionAsync(TestContext.Current.CancellationToken);
        foreach (var line in sql.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            await using var command = new NpgsqlCommand(line, connection);
            await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var source in _sources)
            await source.DisposeAsync();
    }

    private NpgsqlDataSource Login(string? role)
    {
        var connection = new NpgsqlConnectionStringBuilder(_server.SuperuserConnectionString)
        {
            Database = Here("bank"),
        };
        if (role is not null)
            (connection.Username, connection.Password) = (Here(role), "secret");
        var source = NpgsqlDataSource.Create(connection);
        _sources.Add(source);
        return source;
    }
}
