using System.Globalization;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Orchestrix.Projections;
using Orchestrix.Subscriptions;

namespace Orchestrix.Readiness;

/// <summary>Looks whether whatever follows the log moves, and how far it is behind.</summary>
internal sealed class SubscriptionReadiness(
    SubscriptionRegistry registry, SubscriptionWatch watch, IServiceProvider services,
    IOptions<ReadinessOptions> options, TimeProvider time)
    : IReadinessSource
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    /// <inheritdoc/>
    public IReadOnlyList<ReadinessCheck> Checks => [ClusterChecks.Subscriptions];

    /// <inheritdoc/>
    public async IAsyncEnumerable<CheckResult> RunAsync(
        ReadinessProfile profile, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var all = await LookAsync(cancellationToken);
        var active = await ActiveAsync(cancellationToken);
        PartitionProgress[] judged =
        [
            .. all.Where(one => Projection.OfCheckpoint(Name(one)) is null || active?.Contains(Name(one)) is not false),
        ];
        string[] faults =
        [
            .. NeverStarted(all).Select(static name => $"{name} was never started"),
            .. judged.Select(Fault).OfType<string>(),
        ];
        yield return ClusterChecks.Subscriptions.Judge(
            faults.Length == 0, faults.Length == 0 ? Summary(judged) : string.Join("; ", faults));
    }

    /// <summary>Where all are. A silo that has just started may be about to start them: it is waited for.</summary>
    private async Task<IReadOnlyList<PartitionProgress>> LookAsync(CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        while (true)
        {
            var all = await watch.LookAsync(cancellationToken);
            if (!NeverStarted(all).Any() || time.GetElapsedTime(started) > options.Value.MaxCanaryTime)
                return all;
            await Task.Delay(Pause, time, cancellationToken);
        }
    }

    /// <summary>
    /// The checkpoints of tables that are read, because one that is being built may be far behind, and one that was
    /// replaced stays where it is; null if the store has but one table for each.
    /// </summary>
    private async Task<HashSet<string>?> ActiveAsync(CancellationToken cancellationToken)
    {
        if (services.GetService<IProjectionCatalog>() is not { } catalog)
            return null;
        var projections = await catalog.ListAsync(cancellationToken);
        return [.. projections.Select(static one => $"{Projection.NamePrefix}{one.Name}@{one.Generation}")];
    }

    private IEnumerable<string> NeverStarted(IEnumerable<PartitionProgress> all)
    {
        var started = all.Select(Name)
            .SelectMany(static name => (string[])[name, Projection.OfCheckpoint(name) ?? name]).ToHashSet();
        return registry.All.Select(static one => one.Name)
            .Where(name => !started.Contains(name) && !started.Contains(Projection.OfCheckpoint(name) ?? name));
    }

    /// <summary>What is wrong; the recorded reason may quote an event and is left to those who look for it.</summary>
    private string? Fault(PartitionProgress one)
    {
        var (partition, lag) = (one.Checkpoint.Partition, one.Lag);
        return (lag.Failure, lag.IsStalled, lag.TimeBehind > options.Value.MaxSubscriptionLag) switch
        {
            (not null, _, _) => $"{partition} stands still at position {lag.Position}",
            (_, true, _) => $"{partition} makes no progress at position {lag.Position}",
            (_, _, true) => $"{partition} is {Seconds(lag.TimeBehind)} behind",
            _ => null,
        };
    }

    private static string Summary(PartitionProgress[] partitions) => string.Create(CultureInfo.InvariantCulture,
        $"{partitions.Length} partitions of {partitions.Select(Name).Distinct().Count()} subscriptions; at most "
        + $"{Seconds(partitions.Select(static one => one.Lag.TimeBehind).DefaultIfEmpty().Max())} behind");

    private static string Name(PartitionProgress one) => one.Checkpoint.Partition.Subscription;

    private static string Seconds(TimeSpan time) =>
        string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.#} s");
}
