using System.Data;
using Npgsql;
using Orchestrix.Errors;
using Orchestrix.Events;
using Orchestrix.PostgreSQL.EventStore;
using Orchestrix.PostgreSQL.Sessions;
using Orchestrix.Projections;
using Orchestrix.Serialization;
using Orchestrix.Subscriptions;
using static Orchestrix.PostgreSQL.Sessions.StatementRunner;

namespace Orchestrix.PostgreSQL.Projections;

/// <summary>
/// Builds another generation of a projection's table beside the active one, compares the two at one position, and lets
/// the new one take the old one's place, while everybody goes on reading and writing. Needs no silo. A run that was
/// interrupted is resumed by the next one at its checkpoint.
/// </summary>
public sealed class ProjectionRebuilder(
    NpgsqlDataSource source, IEventStore store, PostgreSQLProjectionStore projections, EventTypeRegistry registry,
    ProjectionOptions options, TimeProvider time)
{
    private const int MaxExchanges = 60;

    private static readonly TimeSpan _pause = TimeSpan.FromMilliseconds(100);

    /// <summary>Builds, compares and activates.</summary>
    /// <param name="projection">The projection, in the version that is to be built.</param>
    /// <param name="activation">When the new table takes the old one's place.</param>
    /// <param name="progress">Hears after every page how far it is.</param>
    /// <param name="cancellationToken">Interrupts it; the next run goes on from there.</param>
    /// <exception cref="ProjectionFailedException">The code of the projection threw on an event.</exception>
    /// <exception cref="SubscriptionFencedException">Another rebuild or a silo builds it now.</exception>
    /// <exception cref="ProjectionReplacedException">What was built was dropped or activated meanwhile.</exception>
    /// <exception cref="EventStoreUnavailableException">The store could not be reached.</exception>
    public Task<RebuildResult> RebuildAsync<TRow>(
        Projection<TRow> projection, RebuildActivation activation = RebuildActivation.IfEqual,
        IProgress<RebuildProgress>? progress = null, CancellationToken cancellationToken = default)
        where TRow : class
    {
        ArgumentNullException.ThrowIfNull(projection);
        return RebuildAsync(projection, activation, progress, static _ => Task.CompletedTask, cancellationToken);
    }

    /// <summary>The same; <paramref name="built"/> hears of the table before it may become the active one.</summary>
    internal async Task<RebuildResult> RebuildAsync<TRow>(
        Projection<TRow> projection, RebuildActivation activation, IProgress<RebuildProgress>? progress,
        Func<RebuildResult, Task> built, CancellationToken cancellationToken) where TRow : class
    {
        var generations = new Generations<TRow>(source, projection);
        var (number, processor, owned) = await BeginAsync(projection, generations, cancellationToken)
            .ConfigureAwait(false);
        var run = new RebuildRun(
            store, processor, owned, projection.FilterFor(registry), number, options.BatchSize, time, progress);
        var active = (await generations.ListAsync(cancellationToken).ConfigureAwait(false))
            .FirstOrDefault(static one => one.State == Generation.Active);
        var isSame = active.Number > 0 && active.Number != number && active.Version == projection.Version;
        RebuildComparison? comparison = null;
        string? obstacle = null;
        if (isSame)
        {
            obstacle = await ObstacleAsync(generations, projection, active.Number, run, cancellationToken)
                .ConfigureAwait(false);
            if (obstacle is null)
            {
                comparison = await CompareAsync(projection, generations, active.Number, number, run, cancellationToken)
                    .ConfigureAwait(false);
            }
        }
        if (comparison is null)
            await run.ToEndAsync(options.ActivateWithin, cancellationToken).ConfigureAwait(false);
        var isWanted = activation == RebuildActivation.Always
            || (activation == RebuildActivation.IfEqual && (!isSame || comparison?.IsEqual == true));
        var result = new RebuildResult(number, run.Position, isWanted, comparison, obstacle);
        await built(result).ConfigureAwait(false);
        if (isWanted)
        {
            // Never beyond rows that it was compared with: an interrupted run could not compare again.
            if (comparison is null)
                await run.ToEndAsync(options.ActivateWithin, cancellationToken).ConfigureAwait(false);
            else
                await CatchUpAsync(generations, active.Number, run, cancellationToken).ConfigureAwait(false);
            await ActivateAsync(generations, number, run, cancellationToken).ConfigureAwait(false);
        }
        return result with { Position = run.Position };
    }

    /// <summary>
    /// Drops the tables of generations whose place was taken, and, if <paramref name="alsoBuilding"/>, of those that
    /// were being built.
    /// </summary>
    /// <returns>How many were dropped.</returns>
    /// <exception cref="EventStoreUnavailableException">
    /// The store could not be reached, or something depends on a table.
    /// </exception>
    public async Task<int> DropUnusedAsync<TRow>(
        Projection<TRow> projection, bool alsoBuilding = false, CancellationToken cancellationToken = default)
        where TRow : class
    {
        ArgumentNullException.ThrowIfNull(projection);
        var generations = new Generations<TRow>(source, projection);
        var unused = (await generations.ListAsync(cancellationToken).ConfigureAwait(false))
            .Where(one => one.State == Generation.Retired || (alsoBuilding && one.State == Generation.Building))
            .ToArray();
        foreach (var generation in unused)
            await generations.DropAsync(generation.Number, cancellationToken).ConfigureAwait(false);
        return unused.Length;
    }

    /// <summary>
    /// Becomes the builder. What was begun on a log that was restored since is of no use and begun anew.
    /// </summary>
    private async Task<(int Number, IPageProcessor Processor, Checkpoint Owned)> BeginAsync<TRow>(
        Projection<TRow> projection, Generations<TRow> generations, CancellationToken cancellationToken)
        where TRow : class
    {
        while (true)
        {
            var begun = await generations.BuildAsync(cancellationToken).ConfigureAwait(false);
            var processor = projections.CreateProcessor(projection, begun.Number);
            try
            {
                var owned = await processor.AcquireAsync("rebuild", cancellationToken).ConfigureAwait(false);
                return (begun.Number, processor, owned);
            }
            catch (Exception exception) when (begun.State == Generation.Building
                && exception is CheckpointMismatchException or ProjectionTableException)
            {
                await generations.DropAsync(begun.Number, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Why the active rows cannot be compared with; null if they can.</summary>
    private async Task<string?> ObstacleAsync<TRow>(
        Generations<TRow> generations, Projection<TRow> projection, int active, RebuildRun run,
        CancellationToken cancellationToken) where TRow : class
    {
        var (position, isOfLog) = await generations.PositionAsync(active, cancellationToken).ConfigureAwait(false);
        if (!isOfLog)
        {
            var head = await store.ReadHeadAsync(cancellationToken).ConfigureAwait(false);
            return $"The active rows of projection {projection.Name} are valid for position {position} of another log: "
                + $"this one ends at {head} or has another event there, so it was restored from an older backup.";
        }
        var differences = await generations.RunAsync(
            connection => TableCheck.DifferencesAsync(
                connection, generations.Table(active), projection.Shape, cancellationToken),
            cancellationToken).ConfigureAwait(false);
        if (differences.Count > 0)
            return $"The active table was altered by hand: {string.Join("; ", differences)}.";
        return run.Position <= position ? null
            : $"The rebuilt rows are at position {run.Position} and thus beyond the active ones at {position}.";
    }

    /// <summary>
    /// Holds a snapshot of the active rows, which tells their position, brings the new ones to exactly there, and
    /// compares. Until then the new ones stay behind the active ones.
    /// </summary>
    private async Task<RebuildComparison> CompareAsync<TRow>(
        Projection<TRow> projection, Generations<TRow> generations, int active, int built, RebuildRun run,
        CancellationToken cancellationToken) where TRow : class
    {
        await CatchUpAsync(generations, active, run, cancellationToken).ConfigureAwait(false);
        return await generations.RunAsync(async connection =>
        {
            var snapshot = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellationToken)
                .ConfigureAwait(false);
            await using var ended = snapshot.ConfigureAwait(false);
            var (position, _) = await generations.PositionAsync(connection, active, cancellationToken)
                .ConfigureAwait(false);
            await run.ToAsync(position, cancellationToken).ConfigureAwait(false);
            var other = await source.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
            await using var returned = other.ConfigureAwait(false);
            return await TableComparison.CompareAsync(
                connection, generations.Table(active), other, generations.Table(built), projection.Shape, position,
                cancellationToken).ConfigureAwait(false);
        },
        cancellationToken).ConfigureAwait(false);
    }

    /// <summary>To the active rows, or nearly, and never beyond them.</summary>
    private async Task CatchUpAsync<TRow>(
        Generations<TRow> generations, int active, RebuildRun run, CancellationToken cancellationToken)
        where TRow : class
    {
        while (true)
        {
            var (reached, _) = await generations.PositionAsync(active, cancellationToken).ConfigureAwait(false);
            if (reached - run.Position <= options.ActivateWithin)
                return;
            await run.ToAsync(reached, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task ActivateAsync<TRow>(
        Generations<TRow> generations, int built, RebuildRun run, CancellationToken cancellationToken)
        where TRow : class
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await generations.ActivateAsync(
                    built,
                    async held =>
                    {
                        await run.ToAsync(held, cancellationToken).ConfigureAwait(false);
                        return run.Position;
                    },
                    cancellationToken).ConfigureAwait(false);
                return;
            }
            // Someone reads for long, or uses the view in a transaction: the exchange steps back and tries again.
            catch (EventStoreUnavailableException exception) when (attempt < MaxExchanges
                && exception.InnerException is PostgresException { SqlState: PostgresErrorCodes.LockNotAvailable })
            {
                await Task.Delay(_pause, time, cancellationToken).ConfigureAwait(false);
            }
        }
    }
}
