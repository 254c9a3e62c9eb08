using Orleans.Runtime;
using Orleans.Storage;

namespace Orchestrix.PostgreSQL.Tests.Cluster;

/// <summary>The statements of the grain storage provider, called as two activations of one grain would.</summary>
public sealed class GrainStorageTests(SiloFixture fixture) : IClassFixture<SiloFixture>
{
    public static TheoryData<string> Storages => ["Default", TestSilo.DeletingStorage];

    public static TheoryData<string> Keys =>
    [
        "note/text",
        $"note/{GrainIdKeyExtensions.CreateIntegerKey(42)}",
        $"note/{GrainIdKeyExtensions.CreateIntegerKey(42, "extension")}",
        $"note/{GrainIdKeyExtensions.CreateGuidKey(new Guid("00112233-4455-6677-8899-aabbccddeeff"))}",
        $"note/{GrainIdKeyExtensions.CreateGuidKey(new Guid("00112233-4455-6677-8899-aabbccddeeff"), "extension")}",
    ];

    [Fact]
    public async Task Of_two_concurrent_first_writes_exactly_one_wins()
    {
        var storage = fixture.Silo.Storage("Default");
        for (var round = 0; round < 20; round++)
        {
            var grain = NewGrain();
            var outcomes = await Task.WhenAll(Enumerable.Range(0, 8)
                .Select(i => TryWriteAsync(storage, grain, new() { State = new() { Text = $"{i}" } })));
            Assert.Single(outcomes, won => won);
        }
    }

    [Fact]
    public async Task Of_concurrent_writes_to_one_version_exactly_one_wins()
    {
        var storage = fixture.Silo.Storage("Default");
        var grain = NewGrain();
        var state = new GrainState<NoteState> { State = new() { Text = "start" } };
        await storage.WriteStateAsync("state", grain, state);
        for (var round = 0; round < 20; round++)
        {
            var etag = state.ETag;
            var outcomes = await Task.WhenAll(Enumerable.Range(0, 8)
                .Select(i => new GrainState<NoteState>(new() { Text = $"{i}" }, etag) { RecordExists = true })
                .Select(write => TryWriteAsync(storage, grain, write)));
            Assert.Single(outcomes, won => won);
            await storage.ReadStateAsync("state", grain, state);
        }

        Assert.Equal("21", state.ETag);
    }

    [Theory]
    [MemberData(nameof(Storages))]
    public async Task A_stale_activation_can_neither_write_nor_clear(string name)
    {
        var storage = fixture.Silo.Storage(name);
        var grain = NewGrain();
        var stale = new GrainState<NoteState> { State = new() { Text = "old" } };
        await storage.WriteStateAsync("state", grain, stale);
        var current = new GrainState<NoteState>();
        await storage.ReadStateAsync("state", grain, current);
        current.State!.Text = "new";
        await storage.WriteStateAsync("state", grain, current);

        await Assert.ThrowsAsync<InconsistentStateException>(() => storage.WriteStateAsync("state", grain, stale));
        await Assert.ThrowsAsync<InconsistentStateException>(() => storage.ClearStateAsync("state", grain, stale));

        await storage.ReadStateAsync("state", grain, current);
        Assert.Equal("new", current.State.Text);
    }

    [Theory]
    [MemberData(nameof(Storages))]
    public async Task A_cleared_state_can_be_written_by_the_next_activation(string name)
    {
        var storage = fixture.Silo.Storage(name);
        var grain = NewGrain();
        var first = new GrainState<NoteState> { State = new() { Text = "old" } };
        await storage.WriteStateAsync("state", grain, first);
        await storage.ClearStateAsync("state", grain, first);

        var next = new GrainState<NoteState>();
        await storage.ReadStateAsync("state", grain, next);
        Assert.False(next.RecordExists);
        next.State = new() { Text = "new" };
        await storage.WriteStateAsync("state", grain, next);

        await storage.ReadStateAsync("state", grain, first);
        Assert.Equal("new", first.State.Text);
    }

    [Theory]
    [MemberData(nameof(Keys))]
    public async Task Every_kind_of_key_has_a_state_of_its_own(string key)
    {
        var storage = fixture.Silo.Storage("Default");
        var grain = GrainId.Parse(key);
        await storage.WriteStateAsync("keys", grain, new GrainState<NoteState> { State = new() { Text = key } });

        var read = new GrainState<NoteState>();
        await storage.ReadStateAsync("keys", grain, read);

        Assert.Equal(key, read.State!.Text);
        Assert.Equal("1", read.ETag);
    }

    private static GrainId NewGrain() => GrainId.Create("note", Guid.NewGuid().ToString("n") + "x");

    private static async Task<bool> TryWriteAsync(IGrainStorage storage, GrainId grain, GrainState<NoteState> state)
    {
        try
        {
            await storage.WriteStateAsync("state", grain, state);
            return true;
        }
        catch (InconsistentStateException)
        {
            return false;
        }
    }
}
