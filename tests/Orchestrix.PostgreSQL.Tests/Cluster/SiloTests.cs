using Orleans.Runtime;

namespace Orchestrix.PostgreSQL.Tests.Cluster;

/// <summary>Grains on a real silo, as an application uses the three providers.</summary>
public sealed class SiloTests(SiloFixture fixture) : IClassFixture<SiloFixture>
{
    [Fact]
    public async Task Grain_state_is_written_read_again_cleared_and_written_again()
    {
        var key = Guid.NewGuid().ToString();
        var note = fixture.Silo.Grains.GetGrain<INoteGrain>(key);
        Assert.Null(await note.ReadAsync());

        await note.WriteAsync("first");
        await note.WriteAsync("second");
        Assert.Equal("second", await note.ReadAsync());
        Assert.Equal(2, await VersionAsync(key));

        await note.ClearAsync();
        Assert.Null(await note.ReadAsync());
        await note.WriteAsync("third");
        Assert.Equal("third", await note.ReadAsync());
        Assert.Equal(4, await VersionAsync(key));
    }

    [Fact]
    public async Task A_reminder_is_registered_found_changed_and_removed()
    {
        var note = fixture.Silo.Grains.GetGrain<INoteGrain>(Guid.NewGuid().ToString());

        await note.RemindAsync("one");
        await note.RemindAsync("two");
        await note.RemindAsync("one");
        Assert.Equal(["one", "two"], await note.RemindersAsync());

        Assert.True(await note.ForgetAsync("one"));
        Assert.False(await note.ForgetAsync("one"));
        Assert.Equal(["two"], await note.RemindersAsync());
    }

    [Fact]
    public async Task The_silo_is_an_active_member_with_a_gateway()
    {
        var members = await fixture.Silo.Membership.ReadAllAsync(TestContext.Current.CancellationToken);

        var member = Assert.Single(members.Members).Item1;
        Assert.Equal(SiloStatus.Active, member.Status);
        Assert.True(member.ProxyPort > 0);
        Assert.True(members.Version.Version > 0);
    }

    private Task<int> VersionAsync(string key) => fixture.Database.ScalarAsync<int>(
        $"select version from orleansstorage where grainidextensionstring = '{key}'");
}
