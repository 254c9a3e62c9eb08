using System.Collections.Concurrent;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Npgsql;
using Orchestrix.Appending;
using Orchestrix.Diagnostics;
using Orchestrix.Errors;
using Orchestrix.Events;
using Orchestrix.Feed;
using Orchestrix.PostgreSQL.Tests.Projections;
using Orchestrix.PostgreSQL.Tests.Support;
using Orchestrix.Projections;
using Orchestrix.Serialization;
using Orchestrix.Subscriptions;

namespace Orchestrix.PostgreSQL.Tests.Pooler;

/// <summary>
/// The whole way through a pooler in transaction mode whose connections to the server are killed: commits, repeated
/// commands, a subscription and a projection that follow by polling.
/// </summary>
public sealed class PoolerTests(PostgresFixture fixture, PoolerFixture pooler) : IClassFixture<PoolerFixture>
{
    private const int Writers = 12;
    private const int Commands = 60;
    private const int Kills = 20;

    private readonly EventSerializer _serializer = new(Tallies.Registry);
    private int _acknowledged;

    [Fact]
    public async Task Nothing_is_lost_or_done_twice_while_the_poolers_connections_are_killed()
    {
        await using var bench = new ProjectionBench(await pooler.CreateDatabaseAsync(), Tallies.Registry);
        var projection = new Tallies();
        var follower = new Follower(bench.Checkpoints);
        using var over = new CancellationTokenSource();
        await using var feed = new LogFeed(
            bench.Log, new LogHead(), Options.Create(new FeedOptions()), TimeProvider.System,
            NullLogger<LogFeed>.Instance);
        Task[] running =
        [
            RunAsync(feed, "follower", LogFilter.Everything, follower, over.Token),
            RunAsync(feed, projection.SubscriptionName, projection.FilterFor(Tallies.Registry),
                bench.Projections.CreateProcessor(projection), over.Token),
        ];
        using var metrics = new OrchestrixMetrics();
        // An appender of another silo: the feed does not hear from it, and nothing tells it either.
        await using var appender = new BatchingAppender(
            bench.Log, Options.Create(new AppenderOptions()), TimeProvider.System, metrics, new LogHead());

        var writers = Enumerable.Range(0, Writers).Select(number => WriteAsync(appender, number)).ToArray();
        var killed = 0L;
        for (var kill = 1; kill <= Kills; kill++)
        {
            await Until.TrueAsync(() => _acknowledged >= Writers * Commands / (Kills + 1) * kill);
            killed += await KillAsync(bench.Database.Name);
        }
        await Task.WhenAll(writers);
        const int all = Writers * Commands;
        await Until.TrueAsync(() => follower.HandledTo == all);
        var tallies = await bench.Projections.CreateReader(projection).AtLeast(all, TimeSpan.FromSeconds(30))
            .QueryAsync(new ProjectionQuery<Tallies.Tally>());
        await over.CancelAsync();
        await Task.WhenAll(running);

        Assert.True(killed >= Kills, $"Only {killed} sessions were killed: the pooler did not use them.");
        Assert.Equal(all, await bench.Log.ReadHeadAsync());
        Assert.Equal(Enumerable.Range(1, all).Select(static one => (long)one), follower.Seen.Distinct());
        Assert.Equal(Writers, tallies.Result.Count);
        Assert.All(tallies.Result, static row => Assert.Equal((Commands, 1m * Commands), (row.Count, row.Total)));
    }

    /// <summary>Each command until it has an answer, then once more.</summary>
    private async Task WriteAsync(BatchingAppender appender, int writer)
    {
        var stream = StreamId.For("tally", $"{writer}");
        for (var number = 1; number <= Commands; number++)
        {
            var first = await SendAsync(appender, stream, number);
            Interlocked.Increment(ref _acknowledged);
            var again = await SendAsync(appender, stream, number);
            Assert.Equal(AppendStatus.Duplicate, again.Status);
            Assert.Equal((number, first.LastPosition), (again.LastVersion, again.LastPosition));
        }
    }

    private async Task<AppendResult> SendAsync(BatchingAppender appender, StreamId stream, int number)
    {
        while (true)
        {
            try
            {
                return await appender.AppendAsync(new Commit
                {
                    Stream = stream,
                    ExpectedVersion = ExpectedVersion.Exactly(number - 1),
                    CommitId = Guid.CreateVersion7(),
                    CommandId = $"{number}",
                    Events = [_serializer.Serialize(new Tallies.Booked(1))],
                });
            }
            catch (Exception exception)
                when (exception is EventStoreUnavailableException or UncertainOutcomeException)
            {
                // The same command id is safe to send again.
            }
        }
    }

    private static Task RunAsync(
        LogFeed feed, string name, LogFilter filter, IPageProcessor processor, CancellationToken over)
    {
        var partition = new SubscriptionPartition(name, 0, 1);
        var definition = new SubscriptionDefinition(name, (_, _) => processor) { Filter = filter };
        var options = new SubscriptionOptions { MinPause = TimeSpan.FromMilliseconds(10) };
        return Task.Run(async () =>
        {
            using var metrics = new OrchestrixMetrics();
            await new PartitionRunner(
                definition, partition, processor, feed, options, "me", metrics, TimeProvider.System,
                NullLogger.Instance).RunAsync(over);
        }, CancellationToken.None);
    }

    /// <summary>Ends the sessions that the pooler has in a database, straight from the server.</summary>
    private async Task<long> KillAsync(string database)
    {
        await using var connection = new NpgsqlConnection(fixture.Server.SuperuserConnectionString);
        await connection.OpenAsync();
        await using var kill = new NpgsqlCommand(
            "select count(pg_terminate_backend(pid)) from pg_stat_activity where datname = $1", connection);
        kill.Parameters.Add(new NpgsqlParameter<string> { TypedValue = database });
        return (long)(await kill.ExecuteScalarAsync())!;
    }

    /// <summary>Notes what it sees; what was not recorded is seen again.</summary>
    private sealed class Follower(ICheckpointStore checkpoints) : IPageProcessor
    {
        private static readonly SubscriptionPartition Only = new("follower", 0, 1);

        private long _handledTo;

        public ConcurrentQueue<long> Seen { get; } = new();

        public long HandledTo => Volatile.Read(ref _handledTo);

        public Task<Checkpoint> AcquireAsync(string owner, CancellationToken cancellationToken) =>
            checkpoints.AcquireAsync(Only, owner, SubscriptionStart.Beginning, cancellationToken);

        public async Task<long> ProcessAsync(Checkpoint owned, LogPage page, CancellationToken cancellationToken)
        {
            foreach (var recorded in page.Events)
                Seen.Enqueue(recorded.Position);
            await checkpoints.SaveAsync(owned, page.ScannedTo, cancellationToken: cancellationToken);
            Volatile.Write(ref _handledTo, page.ScannedTo);
            return page.ScannedTo;
        }

        public Task<long> FlushAsync(Checkpoint owned, CancellationToken cancellationToken) =>
            Task.FromResult(HandledTo);
    }
}
