using System.Text;
using Orchestrix.PostgreSQL.Interchange;
using Orchestrix.PostgreSQL.Tests.EventStore;

namespace Orchestrix.PostgreSQL.Tests.Interchange;

/// <summary>What the tests of export and import share.</summary>
public abstract class InterchangeTests(PostgresFixture fixture) : StoreTests(fixture)
{
    internal static Task<ExportResult> ExportAsync(TestDatabase database, Stream output, ExportRange? range = null) =>
        new LogExport(database.Application).RunAsync(range ?? new ExportRange(), output, CancellationToken.None);

    internal static async Task<string[]> LinesAsync(TestDatabase database, ExportRange? range = null) =>
        Encoding.UTF8.GetString(await BytesAsync(database, range)).Split('\n')[..^1];

    internal static async Task<byte[]> BytesAsync(TestDatabase database, ExportRange? range = null)
    {
        using var output = new MemoryStream();
        await ExportAsync(database, output, range);
        return output.ToArray();
    }

    internal static async Task<ImportResult> ImportAsync(TestDatabase database, byte[] content, string? sha256 = null)
    {
        using var input = new MemoryStream(content);
        return await new LogImport(database.Owner).RunAsync(input, sha256, CancellationToken.None);
    }

    protected static Task<long> HeadAsync(TestDatabase database)
    {
        ArgumentNullException.ThrowIfNull(database);
        return database.ScalarAsync<long>("select coalesce(max(position), 0) from orchestrix.events");
    }

    /// <summary>Waits until another session waits for a lock in this database.</summary>
    protected static Task SomebodyWaitsAsync(TestDatabase database) => Support.Until.TrueAsync(async () =>
    {
        await using var command = database.Owner.CreateCommand(
            "select exists (select from pg_locks where not granted)");
        return await command.ExecuteScalarAsync() is true;
    });
}
