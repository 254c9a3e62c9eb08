using Npgsql;
using Orchestrix.Events;
using Orchestrix.Tenants;

namespace Orchestrix.PostgreSQL.Tests.EventStore;

/// <summary>The statement of docs/operating/security.md that finds keys which would become a tenant's, done.</summary>
public sealed class DocumentedTenantQueryTests(PostgresFixture fixture) : StoreTests(fixture)
{
    private const string Begin = "select distinct stream_id";

    private static readonly string Uuid = Guid.NewGuid().ToString();

    private static readonly string[] Keys =
    [
        "eu~1", $"{Uuid}~1", $"{new string('z', TenantKey.MaxTenantLength)}~1", "0~x", "a-~x", "eu~~", "eu~1/2",
        // Of no tenant: too long, no name, no id, other characters, the separator of another part.
        $"{new string('z', TenantKey.MaxTenantLength + 1)}~1", "~1", "eu~", "-eu~1", "EU~1", "e.u~1", "eu", "a/eu~1",
        "e u~1", "\u00e9u~1",
    ];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_finds_each_stream_that_is_a_tenants_and_no_other()
    {
        var database = await CreateDatabaseAsync();
        var store = Open(database.ApplicationConnectionString);
        var streams = Keys.SelectMany(static key => new[] { StreamId.For("order", key), StreamId.For("a.b-c", key) })
            .ToArray();
        foreach (var stream in streams)
            await AppendAsync(store, Commit(stream, ExpectedVersion.NoStream, events: 2));

        var found = new List<string>();
        await using var command = database.Owner.CreateCommand(await DocumentedAsync());
        await using var rows = await command.ExecuteReaderAsync(Stop);
        while (await rows.ReadAsync(Stop))
            found.Add(rows.GetString(0));

        var owned = streams.Where(static stream => stream.Tenant is not null).Select(static stream => stream.Value);
        Assert.Equal(owned.Order(StringComparer.Ordinal), found.Order(StringComparer.Ordinal));
        Assert.Equal(14, found.Count);
    }

    private static async Task<string> DocumentedAsync()
    {
        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(root.FullName, "Orleans.sln")))
            root = root.Parent!;
        var text = await File.ReadAllTextAsync(Path.Combine(root.FullName, "docs", "operating", "security.md"), Stop);
        var start = text.IndexOf(Begin, StringComparison.Ordinal);
        return text[start..(text.IndexOf(';', start) + 1)];
    }
}
