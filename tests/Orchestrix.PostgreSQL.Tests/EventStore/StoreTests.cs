using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Orchestrix.Events;
using Orchestrix.PostgreSQL.EventStore;
using Orchestrix.PostgreSQL.Hosting;

namespace Orchestrix.PostgreSQL.Tests.EventStore;

/// <summary>What the tests of the store share: stores that close with the test, and small commits.</summary>
public abstract class StoreTests(PostgresFixture fixture) : IAsyncDisposable
{
    private readonly List<IAsyncDisposable> _resources = [];

    protected PostgresFixture Fixture { get; } = fixture;

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        foreach (var resource in Enumerable.Reverse(_resources))
            await resource.DisposeAsync();
    }

    protected async Task<TestDatabase> CreateDatabaseAsync() => Keep(await Fixture.CreateDatabaseAsync());

    protected PostgreSQLEventStore Open(string connectionString, Action<PostgreSQLOptions>? configure = null)
    {
        var options = new PostgreSQLOptions { ConnectionString = connectionString, MinPoolSize = 0, MaxPoolSize = 10 };
        configure?.Invoke(options);
        var source = Keep(PostgreSQLDataSource.Create(options));
        return new PostgreSQLEventStore(
            source, options, TimeProvider.System, NullLogger<PostgreSQLEventStore>.Instance);
    }

    protected static StreamId NewStream() => StreamId.For("test", Guid.NewGuid().ToString("N"));

    protected static Commit Commit(
        StreamId stream, ExpectedVersion expected, int events = 1, string? commandId = null) => new()
        {
            Stream = stream,
            ExpectedVersion = expected,
            CommitId = Guid.CreateVersion7(),
            CommandId = commandId,
            Events = [.. Enumerable.Range(1, events).Select(number => Event($$"""{"n":{{number}}}"""))],
        };

    protected static EventData Event(string json) =>
        new(Guid.CreateVersion7(), "test.happened", 1, Encoding.UTF8.GetBytes(json));

    protected static async Task<AppendResult> AppendAsync(PostgreSQLEventStore store, Commit commit) =>
        (await store.AppendAsync([commit])).Single();

    protected T Keep<T>(T resource) where T : IAsyncDisposable
    {
        _resources.Add(resource);
        return resource;
    }
}
