using Orchestrix.Events;
using Xunit;

namespace Orchestrix.TestKit.Conformance;

/// <summary>
/// What every <see cref="IEventStore"/> promises. Derive a test class for each implementation and return a store on an
/// empty log; the tests are the derived class's own.
/// </summary>
public abstract partial class EventStoreConformance
{
    /// <summary>A store that no other test writes to.</summary>
    protected abstract Task<IEventStore> CreateStoreAsync();

    /// <summary>The first event has version 1.</summary>
    [Fact]
    public async Task The_first_event_of_a_stream_has_version_1()
    {
        var store = await CreateStoreAsync();
        var result = await store.AppendAsync(Samples.Commit(Samples.NewStream(), ExpectedVersion.NoStream));

        Assert.Equal(AppendStatus.Appended, result.Status);
        Assert.Equal((1, 1, 1), (result.FirstVersion, result.LastVersion, result.StreamVersion));
    }

    /// <summary>Positions start at 1.</summary>
    [Fact]
    public async Task The_first_event_of_a_log_has_position_1()
    {
        var store = await CreateStoreAsync();
        Assert.Equal(0, await store.ReadHeadAsync());
        var result = await store.AppendAsync(Samples.Commit(Samples.NewStream(), ExpectedVersion.NoStream));

        Assert.Equal(1, result.LastPosition);
        Assert.Equal(1, await store.ReadHeadAsync());
    }

    /// <summary>A stream that does not exist.</summary>
    [Fact]
    public async Task A_stream_that_does_not_exist_is_empty_and_at_version_0()
    {
        var store = await CreateStoreAsync();
        var stream = Samples.NewStream();

        Assert.Empty(await store.ReadAllAsync(stream));
        Assert.Equal(0, await store.ReadStreamVersionAsync(stream));
    }

    /// <summary>Everything that was handed over comes back.</summary>
    [Fact]
    public async Task A_recorded_event_keeps_everything_it_was_given()
    {
        var store = await CreateStoreAsync();
        var commit = Samples.Commit(
            Samples.NewStream(), ExpectedVersion.NoStream, events: 2, commandId: "command-1") with
        {
            CommandFingerprint = -42,
            Metadata = new EventMetadata
            {
                CorrelationId = "correlation",
                CausationId = "causation",
                TraceParent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
                Actor = "teller ✓",
                Tenant = "tenant",
            },
        };
        var result = await store.AppendAsync(commit);
        var recorded = await store.ReadAllAsync(commit.Stream);

        Assert.Equal(2, recorded.Count);
        for (var index = 0; index < 2; index++)
        {
            var (expected, actual) = (commit.Events[index], recorded[index]);
            Assert.Equal((commit.Stream, index + 1L, index + 1L), (actual.Stream, actual.Version, actual.Position));
            Assert.Equal((expected.EventType, expected.SchemaVersion), (actual.EventType, actual.SchemaVersion));
            Assert.Equal((expected.EventId, commit.CommitId), (actual.EventId, actual.CommitId));
            Assert.Equal((index, 2), (actual.CommitIndex, actual.CommitSize));
            Assert.Equal(("command-1", commit.Metadata), (actual.CommandId, actual.Metadata));
            Assert.Equal(result.RecordedAt, actual.RecordedAt);
        }
        Assert.Equal(-42, result.CommandFingerprint);
    }

    /// <summary>The time never goes backwards along the log.</summary>
    [Fact]
    public async Task The_recorded_time_never_goes_backwards_along_the_log()
    {
        var store = await CreateStoreAsync();
        for (var number = 0; number < 20; number++)
            await store.AppendAsync(Samples.Commit(Samples.NewStream(), ExpectedVersion.NoStream));
        var times = await store.ReadLogAsync(0).Select(recorded => recorded.RecordedAt).ToListAsync();

        Assert.Equal(times.Order(), times);
    }

    /// <summary>A batch is refused as a whole if its form is wrong.</summary>
    [Fact]
    public async Task A_malformed_batch_is_refused_and_writes_nothing()
    {
        var store = await CreateStoreAsync();
        var stream = Samples.NewStream();
        var sound = Samples.Commit(stream, ExpectedVersion.NoStream);

        await Assert.ThrowsAnyAsync<ArgumentException>(() => store.AppendAsync([]));
        await Assert.ThrowsAnyAsync<ArgumentException>(() =>
            store.AppendAsync([sound, Samples.Commit(stream, ExpectedVersion.Any)]));
        await Assert.ThrowsAnyAsync<ArgumentException>(() => store.AppendAsync(sound with { Events = [] }));
        await Assert.ThrowsAnyAsync<ArgumentException>(() => store.AppendAsync(sound with { CommitId = Guid.Empty }));
        await Assert.ThrowsAnyAsync<ArgumentException>(() => store.AppendAsync(sound with { CommandId = " " }));
        await Assert.ThrowsAnyAsync<ArgumentException>(() => store.AppendAsync(sound with { CommandId = "a\nb" }));
        Assert.Equal(0, await store.ReadHeadAsync());
    }
}
