using System.Text;
using Orchestrix.Events;
using Orchestrix.PostgreSQL.Interchange;

namespace Orchestrix.PostgreSQL.Tests.Interchange;

/// <summary>Nobody ever sees, or adds to, a part of an imported log.</summary>
public sealed class ImportTransactionTests(PostgresFixture fixture) : InterchangeTests(fixture)
{
    private const int Events = 40;

    [Fact]
    public async Task Who_appends_meanwhile_waits_and_goes_on_behind_the_imported_log()
    {
        var content = await ContentAsync();
        var database = await CreateDatabaseAsync();
        var store = Open(database.ApplicationConnectionString);
        using var input = new SlowStream(content, content.Length / 2);

        var import = new LogImport(database.Owner).RunAsync(input, null, CancellationToken.None);
        await input.FirstWrite;
        var append = AppendAsync(store, Commit(NewStream(), ExpectedVersion.NoStream));
        await SomebodyWaitsAsync(database);
        Assert.Equal(0, await store.ReadHeadAsync());
        Assert.False(append.IsCompleted);
        input.Release();

        Assert.Equal(Events, (await import).Events);
        Assert.Equal((AppendStatus.Appended, Events + 1), ((await append).Status, (await append).LastPosition));
    }

    [Fact]
    public async Task An_import_that_is_interrupted_leaves_nothing()
    {
        var content = await ContentAsync();
        var database = await CreateDatabaseAsync();
        using var input = new SlowStream(content, content.Length / 2);
        using var interrupt = new CancellationTokenSource();

        var import = new LogImport(database.Owner).RunAsync(input, null, interrupt.Token);
        await input.FirstWrite;
        await interrupt.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => import);
        Assert.Equal(0, await HeadAsync(database));
        Assert.Equal(Events, (await ImportAsync(database, content)).Events);
    }

    [Fact]
    public async Task A_fault_in_the_last_line_leaves_nothing()
    {
        var content = await ContentAsync();
        var database = await CreateDatabaseAsync();
        var text = Encoding.UTF8.GetString(content);
        var last = text.LastIndexOf("\"position\":\"40\"", StringComparison.Ordinal);

        var refused = await Assert.ThrowsAsync<ImportException>(() =>
            ImportAsync(database, Encoding.UTF8.GetBytes(text.Remove(last, 15).Insert(last, "\"position\":\"41\""))));

        Assert.StartsWith("Line 40: position is 41, expected 40.", refused.Message, StringComparison.Ordinal);
        Assert.Equal(0, await HeadAsync(database));
    }

    [Fact]
    public async Task Content_with_another_digest_leaves_nothing()
    {
        var content = await ContentAsync();
        var database = await CreateDatabaseAsync();
        var cut = content.AsSpan(0, content.AsSpan(0, content.Length - 1).LastIndexOf((byte)'\n') + 1).ToArray();
        var digest = Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(content));

        await Assert.ThrowsAsync<ImportException>(() => ImportAsync(database, cut, digest));

        Assert.Equal(0, await HeadAsync(database));
        Assert.Equal(Events, (await ImportAsync(database, content, digest)).Events);
    }

    [Fact]
    public async Task A_store_that_is_not_empty_is_refused_and_stays_as_it_is()
    {
        var content = await ContentAsync();
        var database = await CreateDatabaseAsync();
        await ImportAsync(database, content);

        var refused = await Assert.ThrowsAsync<ImportException>(() => ImportAsync(database, content));

        Assert.Contains("not empty", refused.Message, StringComparison.Ordinal);
        Assert.Equal(Events, await HeadAsync(database));
    }

    [Fact]
    public async Task A_check_finds_what_an_import_would_find_and_writes_nothing()
    {
        var content = await ContentAsync();
        var database = await CreateDatabaseAsync();

        Assert.Equal((Events, 10, 10), await CheckAsync(content));
        await Assert.ThrowsAsync<ImportException>(() => CheckAsync(content[..^1]));
        Assert.Equal(0, await HeadAsync(database));
        await ImportAsync(database, content);
        await Assert.ThrowsAsync<ImportException>(() => CheckAsync(content));

        async Task<(long, long, long)> CheckAsync(byte[] bytes)
        {
            using var input = new MemoryStream(bytes);
            var result = await new LogImport(database.Owner).CheckAsync(input, null, CancellationToken.None);
            return (result.Events, result.Commits, result.Streams);
        }
    }

    [Fact]
    public async Task What_only_PostgreSQL_can_refuse_is_told_with_its_line()
    {
        var text = Encoding.UTF8.GetString(await ContentAsync());
        var database = await CreateDatabaseAsync();
        var at = text.LastIndexOf("\"n\":4", StringComparison.Ordinal);

        var refused = await Assert.ThrowsAsync<ImportException>(() =>
            ImportAsync(database, Encoding.UTF8.GetBytes(text.Insert(at + 5, "e200000"))));

        Assert.StartsWith("Line 40: PostgreSQL refused it", refused.Message, StringComparison.Ordinal);
        Assert.Equal(0, await HeadAsync(database));
    }

    private async Task<byte[]> ContentAsync()
    {
        var database = await CreateDatabaseAsync();
        var store = Open(database.ApplicationConnectionString);
        for (var commit = 0; commit < Events / 4; commit++)
            await AppendAsync(store, Commit(NewStream(), ExpectedVersion.NoStream, events: 4));
        return await BytesAsync(database);
    }
}
