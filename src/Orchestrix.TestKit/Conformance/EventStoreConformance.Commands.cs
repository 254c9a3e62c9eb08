using Orchestrix.Events;
using Xunit;

namespace Orchestrix.TestKit.Conformance;

/// <content>Command ids and repeated commits: G4 and G5.</content>
public abstract partial class EventStoreConformance
{
    /// <summary>The first answer comes again, whatever happened since.</summary>
    [Fact]
    public async Task A_repeated_command_id_returns_the_first_receipt_and_writes_nothing()
    {
        var store = await CreateStoreAsync();
        var stream = Samples.NewStream();
        var first = await store.AppendAsync(
            Samples.Commit(stream, ExpectedVersion.NoStream, events: 2, commandId: "pay") with
            {
                CommandFingerprint = 7,
            });
        await store.AppendAsync(Samples.Commit(stream, ExpectedVersion.Exactly(2), events: 3));

        foreach (var expected in new[]
        {
            ExpectedVersion.NoStream, ExpectedVersion.Exactly(2), ExpectedVersion.Exactly(5), ExpectedVersion.Any,
        })
        {
            var repeat = await store.AppendAsync(
                Samples.Commit(stream, expected, events: 1, commandId: "pay") with { CommandFingerprint = 8 });
            Assert.Equal(first with { Status = AppendStatus.Duplicate, StreamVersion = 5 }, repeat);
        }
        Assert.Equal(5, await store.ReadHeadAsync());
    }

    /// <summary>Ids are compared as they are.</summary>
    [Fact]
    public async Task A_command_id_belongs_to_its_stream_and_is_compared_exactly()
    {
        var store = await CreateStoreAsync();
        var (one, other) = (Samples.NewStream(), Samples.NewStream());
        await store.AppendAsync(Samples.Commit(one, ExpectedVersion.Any, commandId: "Pay"));

        Assert.Equal(
            AppendStatus.Appended,
            (await store.AppendAsync(Samples.Commit(other, ExpectedVersion.Any, commandId: "Pay"))).Status);
        Assert.Equal(
            AppendStatus.Appended,
            (await store.AppendAsync(Samples.Commit(one, ExpectedVersion.Any, commandId: "pay"))).Status);
        Assert.Equal(
            AppendStatus.Appended,
            (await store.AppendAsync(Samples.Commit(one, ExpectedVersion.Any, commandId: "Pay "))).Status);
        Assert.Equal(
            AppendStatus.Duplicate,
            (await store.AppendAsync(Samples.Commit(one, ExpectedVersion.Any, commandId: "Pay"))).Status);
    }

    /// <summary>A commit that is sent again is answered as the first time.</summary>
    [Theory]
    [InlineData(null)]
    [InlineData("pay")]
    public async Task Sending_the_very_same_commit_again_says_appended_and_writes_nothing(string? commandId)
    {
        var store = await CreateStoreAsync();
        var stream = Samples.NewStream();
        await store.AppendAsync(Samples.Commit(stream, ExpectedVersion.NoStream));
        foreach (var expected in new[] { ExpectedVersion.Exactly(1), ExpectedVersion.Any })
        {
            var commit = Samples.Commit(stream, expected, events: 2, commandId: commandId);
            var first = await store.AppendAsync(commit);
            var again = await store.AppendAsync(commit);
            if (expected.IsAny && commandId is not null)
            {
                Assert.Equal(AppendStatus.Duplicate, first.Status);
                continue;
            }
            Assert.Equal(AppendStatus.Appended, first.Status);
            Assert.Equal(first, again);
        }
        Assert.Equal(await store.ReadStreamVersionAsync(stream), (await store.ReadAllAsync(stream)).Count);
    }

    /// <summary>Racing repeats are one command.</summary>
    [Fact]
    public async Task Of_racing_repeats_of_a_command_one_is_appended_and_the_others_get_its_receipt()
    {
        var store = await CreateStoreAsync();
        var stream = Samples.NewStream();
        var results = await Task.WhenAll(Enumerable.Range(0, 30).Select(_ => Task.Run(() =>
            store.AppendAsync(Samples.Commit(stream, ExpectedVersion.Any, events: 2, commandId: "once")))));

        var winner = Assert.Single(results, result => result.Status == AppendStatus.Appended);
        Assert.All(results, result => Assert.Equal(winner.CommitId, result.CommitId));
        Assert.Equal(2, await store.ReadHeadAsync());
    }

    /// <summary>A receipt can be asked for.</summary>
    [Fact]
    public async Task A_receipt_is_found_by_command_id()
    {
        var store = await CreateStoreAsync();
        var stream = Samples.NewStream();
        await store.AppendAsync(Samples.Commit(stream, ExpectedVersion.Any, events: 2));
        var appended = await store.AppendAsync(
            Samples.Commit(stream, ExpectedVersion.Any, events: 3, commandId: "pay") with { CommandFingerprint = 9 });
        await store.AppendAsync(Samples.Commit(stream, ExpectedVersion.Any));

        Assert.Equal(
            appended with { Status = AppendStatus.Duplicate, StreamVersion = 6 },
            await store.FindCommandAsync(stream, "pay"));
        Assert.Null(await store.FindCommandAsync(stream, "other"));
        Assert.Null(await store.FindCommandAsync(Samples.NewStream(), "pay"));
        // What was acknowledged is confirmed at once.
        await store.ConfirmAsync();
    }
}
