using Microsoft.Extensions.Logging;
using Npgsql;
using Orchestrix.Errors;
using Orchestrix.Projections;
using Orchestrix.Subscriptions;

namespace Orchestrix.PostgreSQL.Projections;

/// <summary>
/// Works on the rebuilds that people have asked for, and keeps in the database how far they are. Two of them at once
/// do no harm: the later one has the higher epoch, of the rebuild and of the checkpoint, and the earlier one finds out
/// with its next page.
/// </summary>
internal sealed class PostgreSQLRebuildRunner(
    NpgsqlDataSource source, ProjectionRebuilder rebuilder, TimeProvider time, ILogger<PostgreSQLRebuildRunner> logger)
    : IRebuildRunner
{
    private static readonly TimeSpan _reportEvery = TimeSpan.FromSeconds(1);

    public async Task RunAsync<TRow>(Projection<TRow> projection, string owner, CancellationToken cancellationToken)
        where TRow : class
    {
        var generations = new Generations<TRow>(source, projection);
        if (Active(await generations.ListAsync(cancellationToken).ConfigureAwait(false)) is { } active
            && active.Version > projection.Version)
        {
            // A silo of the later version does it.
            return;
        }
        if (await RebuildWork.TakeAsync(source, projection.Name, owner, cancellationToken).ConfigureAwait(false)
            is not { } work)
        {
            return;
        }
        Log.RebuildBegun(logger, projection.Name, projection.Version);
        try
        {
            var state = work.State;
            if (state == RebuildState.Running)
                state = await BuildAsync(projection, generations, work, cancellationToken).ConfigureAwait(false);
            if (state == RebuildState.Cancelling)
                state = await DropAsync(generations, work, cancellationToken).ConfigureAwait(false);
            Log.RebuildEnded(logger, projection.Name, state);
        }
        catch (SubscriptionFencedException)
        {
            Log.RebuildTaken(logger, projection.Name);
        }
        catch (Exception exception) when (IsFinal(exception))
        {
            Log.RebuildFailed(logger, projection.Name, exception.GetType().Name, exception);
            await work.EndAsync(RebuildState.Failed, null, 0, Describe(exception), cancellationToken)
                .ConfigureAwait(false);
        }
    }

    private async Task<RebuildState> BuildAsync<TRow>(
        Projection<TRow> projection, Generations<TRow> generations, RebuildWork work,
        CancellationToken cancellationToken) where TRow : class
    {
        var all = await generations.ListAsync(cancellationToken).ConfigureAwait(false);
        if (work.Generation is { } done && Active(all)?.Number == done)
        {
            // Whoever worked on it before died between the exchange and the word of it.
            await work.EndAsync(RebuildState.Activated, done, 0, null, cancellationToken).ConfigureAwait(false);
            return RebuildState.Activated;
        }
        if (Active(all) is { } active && active.Version < projection.Version)
        {
            throw new ProjectionReplacedException(
                $"Version {projection.Version} of projection {projection.Name} is being built by the silos and takes "
                + $"the place of version {active.Version} when it has caught up. Ask for a rebuild after that.");
        }
        await DropRetiredAsync(projection, generations, all, cancellationToken).ConfigureAwait(false);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var latest = new Latest();
        var watching = WatchAsync(work, latest, stop);
        RebuildResult result;
        RebuildState? last = RebuildState.Running;
        try
        {
            result = await rebuilder.RebuildAsync(
                projection, work.Activation, latest, BuiltAsync, stop.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            var watched = await watching.ConfigureAwait(false);
            return (last == RebuildState.Running ? watched : last) ?? throw Fenced(projection);
        }
        finally
        {
            await stop.CancelAsync().ConfigureAwait(false);
            await watching.ConfigureAwait(false);
        }
        var state = result.IsActivated ? RebuildState.Activated : RebuildState.Built;
        await work.ReportAsync(latest.Progress, cancellationToken).ConfigureAwait(false);
        var isEnded = await work.EndAsync(
            state, result.Generation, result.Position, result.IsActivated ? null : ReasonOf(projection, result),
            cancellationToken).ConfigureAwait(false);
        // It was cancelled at the last moment, or taken over.
        return isEnded
            ? state
            : await work.ReportAsync(latest.Progress, cancellationToken).ConfigureAwait(false)
                ?? throw Fenced(projection);

        // Who has asked for the end before the table is exchanged gets it, also between two reports.
        async Task BuiltAsync(RebuildResult built)
        {
            last = await work.BuiltAsync(built, stop.Token).ConfigureAwait(false);
            if (last == RebuildState.Running)
                return;
            await stop.CancelAsync().ConfigureAwait(false);
            stop.Token.ThrowIfCancellationRequested();
        }
    }

    /// <summary>The tables that earlier rebuilds left behind, as far as nobody holds them.</summary>
    private async Task DropRetiredAsync<TRow>(
        Projection<TRow> projection, Generations<TRow> generations, List<Generation> all,
        CancellationToken cancellationToken) where TRow : class
    {
        try
        {
            foreach (var old in all.Where(static one => one.State == Generation.Retired))
                await generations.DropAsync(old.Number, cancellationToken).ConfigureAwait(false);
        }
        catch (EventStoreUnavailableException exception)
        {
            Log.RetiredKept(logger, projection.Name, exception);
        }
    }

    /// <summary>Reports until the work is stopped, and stops it if a person or another owner wants it.</summary>
    /// <returns>Why it was stopped: cancelled, or null if another one works on it.</returns>
    private async Task<RebuildState?> WatchAsync(RebuildWork work, Latest latest, CancellationTokenSource stop)
    {
        using var timer = new PeriodicTimer(_reportEvery, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stop.Token).ConfigureAwait(false))
            {
                var state = await work.ReportAsync(latest.Progress, stop.Token).ConfigureAwait(false);
                if (state == RebuildState.Running)
                    continue;
                await stop.CancelAsync().ConfigureAwait(false);
                return state;
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The work is over, or the silo stops.
        }
        catch (EventStoreUnavailableException)
        {
            // The work itself meets the same failure, and its caller begins again.
        }
        return RebuildState.Running;
    }

    private static async Task<RebuildState> DropAsync<TRow>(
        Generations<TRow> generations, RebuildWork work, CancellationToken cancellationToken) where TRow : class
    {
        var all = await generations.ListAsync(cancellationToken).ConfigureAwait(false);
        var active = Active(all);
        if (work.Generation is { } done && active?.Number == done)
        {
            await work.EndAsync(
                RebuildState.Activated, done, 0, "It was the active one before it could be cancelled.",
                cancellationToken).ConfigureAwait(false);
            return RebuildState.Activated;
        }
        // A later version that the silos build is none of this rebuild.
        foreach (var built in all.Where(one => one.State == Generation.Building
            && one.Version == active?.Version))
        {
            await generations.DropAsync(built.Number, cancellationToken).ConfigureAwait(false);
        }
        await work.EndAsync(RebuildState.Cancelled, null, 0, null, cancellationToken).ConfigureAwait(false);
        return RebuildState.Cancelled;
    }

    private static string? ReasonOf(Projection projection, RebuildResult result)
    {
        if (result.Obstacle is { } obstacle)
            return $"{obstacle} The two cannot be compared. {WhatNext(projection)}";
        return result.Comparison is { IsEqual: false } comparison
            ? $"{comparison.DifferentRows} of {comparison.Rows} rows differ at position {comparison.Position}. "
                + WhatNext(projection)
            : null;
    }

    private static string WhatNext(Projection projection) =>
        $"`orchestrix projections activate {projection.Name}` puts the rebuilt rows in the place of the active ones; "
        + $"`orchestrix projections cancel {projection.Name}` drops them.";

    private static Generation? Active(List<Generation> all) =>
        all.FindIndex(static one => one.State == Generation.Active) is >= 0 and var index ? all[index] : null;

    private static SubscriptionFencedException Fenced(Projection projection) =>
        new(new SubscriptionPartition(projection.SubscriptionName, 0, 1), 0);

    /// <summary>True if another try would end in the same way.</summary>
    private static bool IsFinal(Exception exception) =>
        exception is not (EventStoreUnavailableException or OperationCanceledException or SubscriptionFencedException);

    // The message of a foreign exception may quote a row.
    private static string Describe(Exception exception) => exception is IErrorCode
        ? exception.Message
        : $"{exception.GetType().Name} was thrown; the log of the silo has it.";

    /// <summary>Keeps the last that it has heard.</summary>
    private sealed class Latest : IProgress<RebuildProgress>
    {
        private RebuildProgress? _progress;

        public RebuildProgress? Progress => Volatile.Read(ref _progress);

        public void Report(RebuildProgress value) => Volatile.Write(ref _progress, value);
    }
}
