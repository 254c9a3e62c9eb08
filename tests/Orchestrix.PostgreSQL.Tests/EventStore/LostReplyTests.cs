using Npgsql;
using Orchestrix.Errors;
using Orchestrix.Events;
using Orchestrix.PostgreSQL.EventStore;
using Orchestrix.PostgreSQL.Tests.Support;

namespace Orchestrix.PostgreSQL.Tests.EventStore;

/// <summary>G4: the connection is cut, and the store finds out what happened instead of guessing.</summary>
public sealed class LostReplyTests(PostgresFixture fixture) : StoreTests(fixture)
{
    private TestDatabase _database = null!;

    public static TheoryData<string?, bool> Commands => new()
    {
        { null, false }, { "pay", false }, { null, true }, { "pay", true },
    };

    [Theory]
    [MemberData(nameof(Commands))]
    public async Task A_reply_lost_after_the_commit_is_learned_and_nothing_is_written_twice(
        string? commandId, bool isAny)
    {
        var (store, proxy) = await OpenThroughProxyAsync();
        var stream = NewStream();
        await AppendAsync(store, Commit(stream, ExpectedVersion.NoStream));
        proxy.CutAnswers(1);

        var result = await AppendAsync(
            store, Commit(stream, isAny ? ExpectedVersion.Any : ExpectedVersion.Exactly(1), events: 2, commandId));

        Assert.Equal(1, proxy.Cuts);
        Assert.Equal((AppendStatus.Appended, 2, 3), (result.Status, result.FirstVersion, result.LastVersion));
        Assert.Equal(3, await store.ReadHeadAsync());
    }

    [Fact]
    public async Task Many_lost_replies_in_a_row_are_learned_too()
    {
        var (store, proxy) = await OpenThroughProxyAsync();
        await AppendAsync(store, Commit(NewStream(), ExpectedVersion.NoStream));
        proxy.CutAnswers(4);

        var result = await AppendAsync(store, Commit(NewStream(), ExpectedVersion.NoStream));

        Assert.Equal((AppendStatus.Appended, 2), (result.Status, result.LastPosition));
        Assert.Equal(2, await store.ReadHeadAsync());
    }

    [Fact]
    public async Task A_request_that_never_arrived_is_sent_again()
    {
        var (store, proxy) = await OpenThroughProxyAsync();
        var stream = NewStream();
        await AppendAsync(store, Commit(stream, ExpectedVersion.NoStream));
        proxy.CutRequests(1);

        var result = await AppendAsync(store, Commit(stream, ExpectedVersion.Exactly(1)));

        Assert.Equal((AppendStatus.Appended, 2), (result.Status, result.LastVersion));
        Assert.Equal(2, await store.ReadHeadAsync());
    }

    [Fact]
    public async Task Every_commit_of_a_batch_learns_its_own_fate()
    {
        var (store, proxy) = await OpenThroughProxyAsync();
        var (stale, repeated) = (NewStream(), NewStream());
        await AppendAsync(store, Commit(stale, ExpectedVersion.NoStream));
        await AppendAsync(store, Commit(repeated, ExpectedVersion.NoStream, commandId: "once"));
        proxy.CutAnswers(1);

        var results = await store.AppendAsync(
        [
            Commit(NewStream(), ExpectedVersion.NoStream, events: 2),
            Commit(stale, ExpectedVersion.NoStream),
            Commit(repeated, ExpectedVersion.Any, commandId: "once"),
            Commit(NewStream(), ExpectedVersion.Any),
        ]);

        Assert.Equal(
            [AppendStatus.Appended, AppendStatus.Conflict, AppendStatus.Duplicate, AppendStatus.Appended],
            results.Select(result => result.Status));
        Assert.Equal([4L, 0, 2, 5], results.Select(result => result.LastPosition));
        Assert.Equal(5, await store.ReadHeadAsync());
    }

    [Fact]
    public async Task If_the_truth_cannot_be_learned_the_outcome_is_uncertain_and_a_repeat_tells_it()
    {
        var (store, proxy) = await OpenThroughProxyAsync();
        var stream = NewStream();
        await AppendAsync(store, Commit(stream, ExpectedVersion.NoStream));
        proxy.GoDownAfterCut = true;
        proxy.CutAnswers(1);

        var uncertain = await Assert.ThrowsAsync<UncertainOutcomeException>(() =>
            AppendAsync(store, Commit(stream, ExpectedVersion.Exactly(1), commandId: "pay")));
        Assert.Equal(stream, uncertain.Stream);

        proxy.IsDown = false;
        var repeat = await AppendAsync(store, Commit(stream, ExpectedVersion.Exactly(1), commandId: "pay"));
        Assert.Equal((AppendStatus.Duplicate, 2), (repeat.Status, repeat.LastVersion));
    }

    /// <summary>A fail-over to a replica that lagged behind, or a backup that was restored.</summary>
    [Fact]
    public async Task A_conflict_with_a_log_that_has_lost_events_does_not_settle_a_lost_reply()
    {
        var (store, proxy) = await OpenThroughProxyAsync(deadline: TimeSpan.FromMinutes(5));
        var (stream, neighbour) = (NewStream(), NewStream());
        await AppendAsync(store, Commit(stream, ExpectedVersion.NoStream, events: 3));
        proxy.GoDownAfterCut = true;
        proxy.CutAnswers(1);
        var commit = Commit(stream, ExpectedVersion.Exactly(3), commandId: "pay");

        var appending = store.AppendAsync([Commit(neighbour, ExpectedVersion.NoStream), commit]);
        await Until.TrueAsync(() => proxy.Cuts == 1);
        await _database.ExecuteAsync("""
            alter table orchestrix.events disable trigger user;
            delete from orchestrix.events where position > 2;
            """);
        proxy.IsDown = false;

        var uncertain = await Assert.ThrowsAsync<UncertainOutcomeException>(() => appending);
        Assert.Equal((stream, commit.CommitId), (uncertain.Stream, uncertain.CommitId));
        Assert.Contains("at version 2, behind 3", uncertain.InnerException!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_conflict_with_what_others_appended_settles_a_lost_request()
    {
        var (store, proxy) = await OpenThroughProxyAsync();
        var stream = NewStream();
        await AppendAsync(store, Commit(stream, ExpectedVersion.NoStream, events: 3));
        proxy.CutRequests(1);

        var result = await AppendAsync(store, Commit(stream, ExpectedVersion.Exactly(2)));

        Assert.Equal(1, proxy.Cuts);
        Assert.Equal((AppendStatus.Conflict, 3), (result.Status, result.StreamVersion));
    }

    [Fact]
    public async Task A_server_that_was_never_reached_has_written_nothing()
    {
        var (store, proxy) = await OpenThroughProxyAsync(isDown: true);

        var failure = await Assert.ThrowsAsync<EventStoreUnavailableException>(() =>
            AppendAsync(store, Commit(NewStream(), ExpectedVersion.NoStream)));
        Assert.Equal(ErrorCodes.StoreUnavailable, failure.Code);

        proxy.IsDown = false;
        Assert.Equal(0, await store.ReadHeadAsync());
    }

    private async Task<(PostgreSQLEventStore Store, CuttingProxy Proxy)> OpenThroughProxyAsync(
        bool isDown = false, TimeSpan? deadline = null)
    {
        _database = await CreateDatabaseAsync();
        var proxy = Keep(new CuttingProxy(Fixture.Server.Port) { IsDown = isDown });
        var connection = new NpgsqlConnectionStringBuilder(_database.ApplicationConnectionString) { Port = proxy.Port };
        var store = Open(connection.ConnectionString, options =>
        {
            options.AppendDeadline = deadline ?? TimeSpan.FromSeconds(3);
            options.MaxPoolSize = 1;
        });
        // Opening a connection takes several requests; the cuts are meant for appends.
        if (!isDown)
            await store.ReadHeadAsync();
        return (store, proxy);
    }
}
