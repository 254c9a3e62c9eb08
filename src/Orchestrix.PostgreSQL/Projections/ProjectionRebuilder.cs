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
    /// <exception cref="EventStoreUnavailableException">The store could not be reached.</exception>
    public async Task<RebuildResult> RebuildAsync<TRow>(
        Projection<TRow> projection, RebuildActivation activation = RebuildActivation.IfEqual,
        IProgress<RebuildProgress>? progress = null, CancellationToken cancellationToken = default)
        where TRow : class
    {
        ArgumentNullException.ThrowIfNull(projection);
        var generations = new Generations<TRow>(source, projection);
        var all = await generations.ListAsync(cancellationToken).ConfigureAwait(false);
        var present = all.FindIndex(static one => one.State == Generation.Active);
        var begun = all.FindLastIndex(one =>
            one.State == Generation.Building && one.Version == projection.Version);
        var built = begun >= 0
            ? all[begun]
            : await generations.AddAsync(cancellationToken).ConfigureAwait(false);
        var processor = projections.CreateProcessor(projection, built.Number);
        var owned = await processor.AcquireAsync("rebuild", cancellationToken).ConfigureAwait(false);
        var run = new RebuildRun(
            store, processor, owned, projection.FilterFor(registry), built.Number, options.BatchSize, time, progress);

        RebuildComparison? comparison = null;
        if (present >= 0 && all[present].Version == projection.Version)
        {
            comparison = await CompareAsync(projection, generations, all[present].Number, built.Number, run,
                cancellationToken).ConfigureAwait(false);
        }
        var isWanted = activation == RebuildActivation.Always
            || (activation == RebuildActivation.IfEqual && comparison?.IsEqual != false);
        if (isWanted)
        {
            await run.ToEndAsync(options.ActivateWithin, cancellationToken).ConfigureAwait(false);
            await ActivateAsync(generations, built.Number, run, cancellationToken).ConfigureAwait(false);
        }
        return new RebuildResult(built.Number, run.Position, isWanted, comparison);
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
    /// Holds a snapshot of the active rows, which tells their position, brings the new ones to exactly there, and
    /// compares. Until then the new ones stay behind the active ones.
    /// </summary>
    private async Task<RebuildComparison> CompareAsync<TRow>(
        Projection<TRow> projection, Generations<TRow> generations, int active, int built, RebuildRun run,
        CancellationToken cancellationToken) where TRow : class
    {
        while (true)
        {
            var reached = await PositionAsync(projection, generations, active, cancellationToken)
                .ConfigureAwait(false);
            if (run.Position > reached)
            {
                throw new ProjectionReplacedException(
                    $"Generation {built} of projection {projection.Name} is already beyond the active one "
                    + $"({run.Position}, {reached}), so they cannot be compared. Rebuild with Always, or drop it.");
            }
            if (reached - run.Position <= options.ActivateWithin)
                break;
            await run.ToAsync(reached, cancellationToken).ConfigureAwait(false);
        }
        return await generations.RunAsync(async connection =>
        {
            var snapshot = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellationToken)
                .ConfigureAwait(false);
            await using var ended = snapshot.ConfigureAwait(false);
            var position = await PositionAsync(projection, connection, active, cancellationToken)
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

    private static Task<long> PositionAsync<TRow>(
        Projection<TRow> projection, Generations<TRow> generations, int generation,
        CancellationToken cancellationToken) where TRow : class =>
        generations.RunAsync(
            connection => PositionAsync(projection, connection, generation, cancellationToken), cancellationToken);

    private static async Task<long> PositionAsync(
        Projection projection, NpgsqlConnection connection, int generation, CancellationToken cancellationToken)
    {
        var found = await connection.ReadAsync(
            ProjectionStatements.ReadCheckpoint, [Value(projection.CheckpointName(generation))],
            static reader => reader.GetInt64(0), cancellationToken).ConfigureAwait(false);
        return found is [var position] ? position : 0;
    }
}
