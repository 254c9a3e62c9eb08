using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Orchestrix.PostgreSQL.Migrations;

namespace Orchestrix.PostgreSQL.Tests;

/// <summary>
/// A database of one test or test class, with a pool for each of the two roles. Disposing closes the pools.
/// </summary>
public sealed class TestDatabase(string name, string ownerConnectionString, string applicationConnectionString)
    : IAsyncDisposable
{
    public string Name { get; } = name;

    public string OwnerConnectionString { get; } = ownerConnectionString;

    public string ApplicationConnectionString { get; } = applicationConnectionString;

    /// <summary>Connects as the role that owns the schema.</summary>
    public NpgsqlDataSource Owner { get; } = NpgsqlDataSource.Create(ownerConnectionString);

    /// <summary>Connects as the role of the program.</summary>
    public NpgsqlDataSource Application { get; } = NpgsqlDataSource.Create(applicationConnectionString);

    /// <summary>Migrates a database. Without pooling: a database with a connection cannot be copied.</summary>
    public static async Task MigrateAsync(string ownerConnectionString)
    {
        var unpooled = new NpgsqlConnectionStringBuilder(ownerConnectionString) { Pooling = false };
        await using var dataSource = NpgsqlDataSource.Create(unpooled);
        await new Migrator(dataSource, new MigratorOptions(), NullLogger<Migrator>.Instance, TimeProvider.System)
            .MigrateAsync();
    }

    /// <summary>Runs a statement as the owner.</summary>
    public async Task ExecuteAsync(string sql)
    {
        await using var command = Owner.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>The first value of a query, read as the owner.</summary>
    public async Task<T> ScalarAsync<T>(string sql)
    {
        await using var command = Owner.CreateCommand(sql);
        return (T)(await command.ExecuteScalarAsync())!;
    }

    public async ValueTask DisposeAsync()
    {
        await Owner.DisposeAsync();
        await Application.DisposeAsync();
    }
}
