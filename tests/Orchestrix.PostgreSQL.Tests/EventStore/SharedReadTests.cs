using Orchestrix.Events;
using Orchestrix.PostgreSQL.EventStore;

namespace Orchestrix.PostgreSQL.Tests.EventStore;

/// <summary>Streams that are loaded with one statement: none fails, and none is cut short, for another.</summary>
public sealed class SharedReadTests(PostgresFixture fixture) : StoreTests(fixture)
{
    [Fact]
    public async Task A_stream_that_cannot_be_read_fails_alone()
    {
        var database = await CreateDatabaseAsync();
        var store = Open(database.ApplicationConnectionString, options => options.ReadLanes = 1);
        var streams = await FillAsync(store, events: 1);
        await database.ExecuteAsync($"""
            alter table orchestrix.events disable trigger user;
            update orchestrix.events set recorded_at = '20000-01-01' where stream_id = '{streams[7]}';
            """);

        var reads = streams.Select(stream => ReadAsync(store, stream)).ToArray();
        await Assert.ThrowsAnyAsync<Exception>(() => reads[7]);
        foreach (var read in reads.Where(read => read != reads[7]))
            Assert.Single(await read);
    }

    [Fact]
    public async Task Streams_that_exceed_the_bytes_of_a_shared_statement_are_read_to_their_end()
    {
        var database = await CreateDatabaseAsync();
        var store = Open(
            database.ApplicationConnectionString,
            options => (options.ReadLanes, options.SharedPageBytes) = (1, 100));
        var streams = await FillAsync(store, events: 9);

        foreach (var read in streams.Select(stream => ReadAsync(store, stream)).ToArray())
            Assert.Equal(Enumerable.Range(1, 9), (await read).Select(recorded => (int)recorded.Version));
    }

    private static async Task<StreamId[]> FillAsync(PostgreSQLEventStore store, int events)
    {
        var streams = Enumerable.Range(0, 30).Select(_ => NewStream()).ToArray();
        await store.AppendAsync([.. streams.Select(stream => Commit(stream, ExpectedVersion.NoStream, events))]);
        return streams;
    }

    private static async Task<List<RecordedEvent>> ReadAsync(PostgreSQLEventStore store, StreamId stream) =>
        await store.ReadStreamAsync(stream, StreamRead.Forwards()).ToListAsync();
}
