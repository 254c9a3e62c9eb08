using Orchestrix.Events;

namespace Orchestrix.PostgreSQL.Tests.EventStore;

/// <summary>Text that UTF-8 cannot hold.</summary>
public sealed class TextTests(PostgresFixture fixture) : StoreTests(fixture)
{
    [Fact]
    public async Task Half_a_surrogate_pair_in_an_id_is_the_callers_mistake_and_no_fault_of_the_store()
    {
        var store = Open((await CreateDatabaseAsync()).ApplicationConnectionString);
        var commit = Commit(NewStream(), ExpectedVersion.NoStream);

        await Assert.ThrowsAsync<ArgumentException>(() => AppendAsync(store, commit with { CommandId = "c\uD800" }));
        await Assert.ThrowsAsync<ArgumentException>(() =>
            AppendAsync(store, commit with { Metadata = new EventMetadata { Actor = "\uDC00" } }));
        Assert.Throws<ArgumentException>(() => StreamId.For("s", "\uD800"));
    }
}
