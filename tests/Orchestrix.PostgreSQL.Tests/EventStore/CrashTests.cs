using System.Collections.Concurrent;
using Npgsql;
using Orchestrix.Errors;
using Orchestrix.Events;
using Orchestrix.PostgreSQL.EventStore;
using Orchestrix.PostgreSQL.Local;
using Orchestrix.PostgreSQL.Tests.Support;

namespace Orchestrix.PostgreSQL.Tests.EventStore;

/// <summary>
/// G1, G2 and G6 under murder: backends and the postmaster are killed while many write. Every acknowledged event is
/// there once, no commit is partial, positions and versions have no gap.
/// </summary>
public sealed class CrashTests
{
    private const int Writers = 16;

    private readonly ConcurrentDictionary<Guid, AppendResult> _acknowledged = new();
    private readonly ConcurrentDictionary<Guid, StreamId> _uncertain = new();
    private int _refused;

    [Fact]
    public async Task Killed_backends_and_postmasters_lose_nothing_that_was_acknowledged()
    {
        using var directory = new TemporaryDirectory();
        await using var server = await LocalPostgres.StartAsync(
            new LocalPostgresOptions { DataDirectory = directory.Path });
        await TestDatabase.MigrateAsync(server.OwnerConnectionString);
        await using var stores = new StoreOf(server);

        using var over = new CancellationTokenSource();
        var writers = Enumerable.Range(0, Writers)
            .Select(number => WriteAsync(stores.Store, number, over.Token)).ToArray();
        for (var round = 0; round < 3; round++)
        {
            for (var kill = 0; kill < 10; kill++)
            {
                await UntilAcknowledgedAsync(writers, 40);
                await KillBackendsAsync(server);
            }
            await UntilAcknowledgedAsync(writers, 100);
            await server.CrashAsync();
            await server.StartAgainAsync();
        }
        await UntilAcknowledgedAsync(writers, 100);
        await over.CancelAsync();
        await Task.WhenAll(writers);

        await VerifyAsync(stores.Store);
    }

    private async Task WriteAsync(PostgreSQLEventStore store, int number, CancellationToken over)
    {
        var stream = StreamId.For("crash", $"{number}");
        var version = 0L;
        while (!over.IsCancellationRequested)
        {
            var commit = new Commit
            {
                Stream = stream,
                ExpectedVersion = ExpectedVersion.Exactly(version),
                CommitId = Guid.CreateVersion7(),
                CommandId = Guid.NewGuid().ToString(),
                Events = [.. Enumerable.Range(0, 1 + Random.Shared.Next(4)).Select(_ =>
                    new EventData(Guid.CreateVersion7(), "crash.happened", 1, "{}"u8.ToArray()))],
            };
            try
            {
                var result = (await store.AppendAsync([commit], CancellationToken.None)).Single();
                Assert.Equal(AppendStatus.Appended, result.Status);
                Assert.True(_acknowledged.TryAdd(commit.CommitId, result));
                version = result.LastVersion;
            }
            catch (UncertainOutcomeException)
            {
                _uncertain[commit.CommitId] = stream;
                version = await ReadVersionAsync(store, stream);
            }
            catch (EventStoreUnavailableException)
            {
                Interlocked.Increment(ref _refused);
            }
        }
    }

    private static async Task<long> ReadVersionAsync(PostgreSQLEventStore store, StreamId stream)
    {
        while (true)
        {
            try
            {
                return await store.ReadStreamVersionAsync(stream, CancellationToken.None);
            }
            catch (EventStoreUnavailableException)
            {
                // The server is down; it comes back in this test.
            }
        }
    }

    private async Task UntilAcknowledgedAsync(Task[] writers, int more)
    {
        var goal = _acknowledged.Count + more;
        await Until.TrueAsync(() =>
        {
            // A writer that failed an assertion ends the test at once.
            foreach (var writer in writers.Where(writer => writer.IsFaulted))
                writer.GetAwaiter().GetResult();
            return _acknowledged.Count >= goal;
        });
    }

    private static async Task KillBackendsAsync(LocalPostgres server)
    {
        await using var source = NpgsqlDataSource.Create(
            new NpgsqlConnectionStringBuilder(server.SuperuserConnectionString) { Pooling = false });
        await using var command = source.CreateCommand("""
            select count(pg_terminate_backend(pid)) from pg_stat_activity
            where datname = 'orchestrix' and pid <> pg_backend_pid() and random() < 0.7
            """);
        await command.ExecuteScalarAsync();
    }

    private async Task VerifyAsync(PostgreSQLEventStore store)
    {
        var log = await store.ReadLogAsync(0).ToListAsync();
        Assert.NotEmpty(_acknowledged);
        Assert.Equal(
            Enumerable.Range(1, log.Count).Select(number => (long)number), log.Select(recorded => recorded.Position));
        Assert.Equal(log.Count, await store.ReadHeadAsync());
        foreach (var stream in log.GroupBy(recorded => recorded.Stream))
        {
            Assert.Equal(
                Enumerable.Range(1, stream.Count()).Select(number => (long)number), stream.Select(one => one.Version));
        }

        var commits = log.GroupBy(recorded => recorded.CommitId)
            .ToDictionary(commit => commit.Key, commit => commit.ToArray());
        Assert.All(commits.Values, commit => Assert.Equal(commit[0].CommitSize, commit.Length));
        foreach (var (commitId, result) in _acknowledged)
        {
            var commit = Assert.Contains(commitId, commits);
            Assert.Equal((result.FirstVersion, result.LastVersion), (commit[0].Version, commit[^1].Version));
            Assert.Equal(result.LastPosition, commit[^1].Position);
        }
        Assert.All(commits.Keys, commit =>
            Assert.True(_acknowledged.ContainsKey(commit) || _uncertain.ContainsKey(commit)));
    }
}
