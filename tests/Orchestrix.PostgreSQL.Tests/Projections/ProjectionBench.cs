using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Npgsql;
using Orchestrix.Events;
using Orchestrix.PostgreSQL.EventStore;
using Orchestrix.PostgreSQL.Hosting;
using Orchestrix.PostgreSQL.Projections;
using Orchestrix.PostgreSQL.Subscriptions;
using Orchestrix.Projections;
using Orchestrix.Serialization;
using Orchestrix.Subscriptions;

namespace Orchestrix.PostgreSQL.Tests.Projections;

/// <summary>A log and projections beside it, as the application's role, in a database of a test's own.</summary>
public sealed class ProjectionBench : IAsyncDisposable
{
    private readonly EventSerializer _serializer;

    public ProjectionBench(
        TestDatabase database, EventTypeRegistry registry, int? port = null, ProjectionOptions? options = null)
    {
        (Database, Registry) = (database, registry);
        _serializer = new EventSerializer(registry);
        Options = options ?? new ProjectionOptions();
        var connection = new NpgsqlConnectionStringBuilder(database.ApplicationConnectionString);
        connection.Port = port ?? connection.Port;
        var settings = new PostgreSQLOptions
        {
            ConnectionString = connection.ConnectionString,
            MinPoolSize = 0,
            MaxPoolSize = 10,
        };
        Source = PostgreSQLDataSource.Create(settings);
        Log = new PostgreSQLEventStore(
            Source, settings, TimeProvider.System, NullLogger<PostgreSQLEventStore>.Instance);
        Checkpoints = new PostgreSQLCheckpointStore(Source);
        Projections = new PostgreSQLProjectionStore(
            Source, Log, Checkpoints, registry, _serializer, Progress,
            Microsoft.Extensions.Options.Options.Create(Options), TimeProvider.System);
    }

    public TestDatabase Database { get; }

    public EventTypeRegistry Registry { get; }

    public ProjectionOptions Options { get; }

    public ProjectionProgress Progress { get; } = new();

    public NpgsqlDataSource Source { get; }

    public PostgreSQLEventStore Log { get; }

    public ICheckpointStore Checkpoints { get; }

    public PostgreSQLProjectionStore Projections { get; }

    public async Task AppendAsync(string stream, params object[] events) =>
        await Log.AppendAsync([
            new Commit
            {
                Stream = StreamId.Parse(stream),
                ExpectedVersion = ExpectedVersion.Any,
                CommitId = Guid.CreateVersion7(),
                Events = [.. events.Select(_serializer.Serialize)],
            },
        ]);

    public ProjectionRebuilder Rebuilder() => new(Source, Log, Projections, Registry, Options, TimeProvider.System);

    /// <summary>Reads and applies until the end of the log, from where the checkpoint is.</summary>
    public async Task<IPageProcessor> RunAsync<TRow>(Projection<TRow> projection, int size = 100) where TRow : class
    {
        var processor = Projections.CreateProcessor(projection);
        var owned = await processor.AcquireAsync("me", default);
        await RunAsync(projection, processor, owned, owned.Position, size);
        return processor;
    }

    public async Task RunAsync(
        Projection projection, IPageProcessor processor, Checkpoint owned, long from, int size = 100)
    {
        var filter = projection.FilterFor(Registry);
        while (true)
        {
            var page = await Log.ReadLogPageAsync(from, size, filter);
            if (page.ScannedTo == from)
                return;
            await processor.ProcessAsync(owned, page, default);
            from = page.ScannedTo;
        }
    }

    /// <summary>Changes a projection's table as its owner, which is the application's role.</summary>
    public async Task AlterAsync(string sql)
    {
        await using var command = Database.Application.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await Source.DisposeAsync();
        await Database.DisposeAsync();
    }
}
