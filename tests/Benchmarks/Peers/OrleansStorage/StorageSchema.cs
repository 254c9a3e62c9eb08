using Npgsql;

namespace Orchestrix.Benchmarks.Peers.OrleansStorage;

/// <summary>
/// The table and statements of Orleans' AdoNet grain storage, as our migration creates them: one SQL command a write.
/// </summary>
internal static class StorageSchema
{
    public static async Task CreateAsync(string connectionString, CancellationToken cancellationToken)
    {
        await using var resource = typeof(StorageSchema).Assembly.GetManifestResourceStream("0002_orleans.sql")!;
        using var reader = new StreamReader(resource);
        var sql = await reader.ReadToEndAsync(cancellationToken);
        await using var dataSource = NpgsqlDataSource.Create(connectionString);
        // The worker connects as the owner, so there is no second role that needs rights.
        await using var command = dataSource.CreateCommand(
            sql.Replace("{application_role}", "current_user", StringComparison.Ordinal));
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
