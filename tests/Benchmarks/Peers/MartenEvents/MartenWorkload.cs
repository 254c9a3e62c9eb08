using JasperFx;
using JasperFx.Events;
using JasperFx.Events.Projections;
using Marten;
using Marten.Events;
using Npgsql;
using Orchestrix.Benchmarks.Workers;
using ExistingStreamIdCollisionException = Marten.Exceptions.ExistingStreamIdCollisionException;

namespace Orchestrix.Benchmarks.Peers.MartenEvents;

/// <summary>
/// Marten's event store as its pages on appending, on command handlers and on optimizing advise: Quick mode, a
/// lightweight session for each command, <c>FetchForWriting</c>, and an inline snapshot. Without the snapshot a command
/// folds the whole stream, which is quicker for a stream's first commands and slower ever after.
/// </summary>
/// <param name="style">How a command reads its state.</param>
/// <param name="isTuned">
/// Whether to keep snapshots in memory too, which Marten offers for hot streams, and to prepare statements.
/// </param>
internal sealed class MartenWorkload(MartenStyle style, bool isTuned) : IWorkload
{
    private const int CachedSnapshots = 10_000;

    // Each round of a race has a winner, so a command needs at most as many tries as there are commands before it.
    private const int MaxTries = 10_000;

    private DocumentStore? _store;

    public async Task StartAsync(string connectionString, CancellationToken cancellationToken)
    {
        _store = DocumentStore.For(options => Configure(options, PeerConnection.For(connectionString, isTuned)));
        await _store.Storage.ApplyAllConfiguredChangesToDatabaseAsync();
    }

    public async Task ExecuteAsync(string stream, string commandId, int events)
    {
        for (var tries = 1; ; tries++)
        {
            try
            {
                await TryAsync(stream, events);
                return;
            }
            // What Marten's documentation has the caller do: read the newer state, and decide again.
            catch (Exception exception) when (IsLostRace(exception) && tries < MaxTries)
            {
            }
        }
    }

    // The last two: both created the stream.
    private static bool IsLostRace(Exception exception) =>
        exception is ConcurrencyException or ExistingStreamIdCollisionException
        || exception.InnerException is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation };

    public ValueTask DisposeAsync()
    {
        _store?.Dispose();
        return ValueTask.CompletedTask;
    }

    private void Configure(StoreOptions options, string connectionString)
    {
        options.Connection(connectionString);
        options.DatabaseSchemaName = "marten";
        options.Events.StreamIdentity = StreamIdentity.AsString;
        options.Events.AppendMode = EventAppendMode.Quick;
        options.Events.AddEventType<Added>();
        if (style == MartenStyle.Append)
            return;
        options.Projections.Snapshot<Tally>(SnapshotLifecycle.Inline);
        if (isTuned)
            options.Events.CacheAggregatesForWriting<Tally>(CachedSnapshots);
    }

    private async Task TryAsync(string stream, int events)
    {
        await using var session = _store!.LightweightSession();
        if (style == MartenStyle.Append)
        {
            session.Events.Append(stream, Added.Decide(0, 1, events));
        }
        else
        {
            var target = style == MartenStyle.Exclusive
                ? await session.Events.FetchForExclusiveWriting<Tally>(stream)
                : await session.Events.FetchForWriting<Tally>(stream);
            target.AppendMany(Added.Decide(target.Aggregate?.Total ?? 0, 1, events));
        }

        await session.SaveChangesAsync();
    }
}
