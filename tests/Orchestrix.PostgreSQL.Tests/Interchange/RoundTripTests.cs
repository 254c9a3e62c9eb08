using CsCheck;
using Orchestrix.Events;
using Orchestrix.PostgreSQL.Interchange;

namespace Orchestrix.PostgreSQL.Tests.Interchange;

/// <summary>What is exported and imported is the log that it was, to the byte.</summary>
public sealed class RoundTripTests(PostgresFixture fixture) : InterchangeTests(fixture)
{
    [Fact]
    public async Task Any_log_is_the_same_after_an_export_and_an_import() =>
        await RandomLog.Batches.SampleAsync(CheckAsync, iter: 6, threads: 1);

    [Fact]
    public async Task Receipts_go_on_working_and_appends_continue_behind_the_last_position()
    {
        var (from, to) = (await CreateDatabaseAsync(), await CreateDatabaseAsync());
        var stream = NewStream();
        var first = Commit(stream, ExpectedVersion.NoStream, events: 3, commandId: "once") with
        {
            CommandFingerprint = long.MinValue,
        };
        var original = await AppendAsync(Open(from.ApplicationConnectionString), first);

        await ImportAsync(to, await BytesAsync(from));

        var store = Open(to.ApplicationConnectionString);
        var repeat = await AppendAsync(store, first with { CommitId = Guid.NewGuid() });
        Assert.Equal(
            original with { Status = AppendStatus.Duplicate, CommandFingerprint = long.MinValue }, repeat);
        var next = await AppendAsync(store, Commit(stream, ExpectedVersion.Exactly(3)));
        Assert.Equal((AppendStatus.Appended, 4, 4), (next.Status, next.LastVersion, next.LastPosition));
        Assert.True(next.RecordedAt >= original.RecordedAt);
    }

    [Fact]
    public async Task A_part_is_chosen_by_position_type_and_stream_and_cannot_be_imported()
    {
        var (from, to) = (await CreateDatabaseAsync(), await CreateDatabaseAsync());
        var store = Open(from.ApplicationConnectionString);
        foreach (var key in new[] { "account/1", "account_1/x", "order/1", "account/2" })
        {
            var one = Commit(StreamId.Parse(key), ExpectedVersion.NoStream);
            await AppendAsync(store, one with
            {
                Events = [.. one.Events, Event("{}") with { EventType = "test.other" }],
            });
        }

        Assert.Equal([3L, 4, 5], await PositionsAsync(from, new ExportRange(3, 5)));
        Assert.Equal([1L, 3, 5, 7], await PositionsAsync(from, new ExportRange(EventTypes: ["test.happened"])));
        Assert.Equal([1L, 2, 7, 8], await PositionsAsync(from, new ExportRange(StreamPrefix: "account/")));
        Assert.Equal([8L], await PositionsAsync(from, new ExportRange(3, null, ["test.other"], "account/")));
        Assert.Empty(await PositionsAsync(from, new ExportRange(9)));
        using var output = new MemoryStream();
        Assert.False((await ExportAsync(from, output, new ExportRange(3))).IsImportable);
        var refused = await Assert.ThrowsAsync<ImportException>(() => ImportAsync(to, output.ToArray()));
        Assert.Contains("Line 1: position is 3, expected 1", refused.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<Errors.ConfigurationException>(() => BytesAsync(from, new ExportRange(10)));
        await Assert.ThrowsAsync<Errors.ConfigurationException>(() => BytesAsync(from, new ExportRange(1, 9)));
    }

    [Fact]
    public async Task An_export_ends_where_the_log_ended_when_it_began()
    {
        var database = await CreateDatabaseAsync();
        var store = Open(database.ApplicationConnectionString);
        await AppendAsync(store, Commit(NewStream(), ExpectedVersion.NoStream, events: 5));
        using var output = new SlowStream();

        var export = ExportAsync(database, output);
        await output.FirstWrite;
        await AppendAsync(store, Commit(NewStream(), ExpectedVersion.NoStream, events: 5));
        output.Release();

        Assert.Equal((5, 5), ((await export).Events, (await export).To));
    }

    private async Task CheckAsync(Commit[][] batches)
    {
        await using var from = await Fixture.CreateDatabaseAsync();
        await using var to = await Fixture.CreateDatabaseAsync();
        await RandomLog.AppendAsync(Open(from.ApplicationConnectionString), batches);
        using var output = new MemoryStream();
        var exported = await ExportAsync(from, output);

        var imported = await ImportAsync(to, output.ToArray(), exported.Sha256);

        Assert.Equal((exported.Events, exported.Sha256, exported.Bytes),
            (imported.Events, imported.Sha256, imported.Bytes));
        Assert.Equal(output.ToArray(), await BytesAsync(to));
        const string Rows = "select md5(string_agg(e::text, '|' order by position)) from orchestrix.events e";
        Assert.Equal(await from.ScalarAsync<string>(Rows), await to.ScalarAsync<string>(Rows));
    }

    private static async Task<IEnumerable<long>> PositionsAsync(TestDatabase database, ExportRange range) =>
        (await LinesAsync(database, range)).Select(line => long.Parse(
            (string)System.Text.Json.Nodes.JsonNode.Parse(line)!["position"]!, null));
}
