using Orchestrix.Errors;
using Orchestrix.Events;
using Orchestrix.Subscriptions;

namespace Orchestrix.Tests.Subscriptions.Handlers;

/// <summary>
/// Passes calls on to the stores of a subscription. Where the test says so, a call fails before it took effect, or
/// after
/// it: as if the process had died there.
/// </summary>
internal sealed class FaultyStores(ICheckpointStore checkpoints, IParkingStore parking) : ICheckpointStore, IParkingStore
{
    /// <summary>What happens to the next call: 0 fails before, 1 fails after, anything else goes well.</summary>
    public Func<int> NextFault { get; set; } = static () => 2;

    public int Faults { get; private set; }

    public Task<Checkpoint> AcquireAsync(
        SubscriptionPartition partition, string owner, SubscriptionStart start,
        CancellationToken cancellationToken = default) =>
        RunAsync(() => checkpoints.AcquireAsync(partition, owner, start, cancellationToken));

    public Task SaveAsync(
        Checkpoint owned, long position, string? failure = null, CancellationToken cancellationToken = default) =>
        RunAsync(async () =>
        {
            await checkpoints.SaveAsync(owned, position, failure, cancellationToken);
            return true;
        });

    public Task<IReadOnlyList<Checkpoint>> ListAsync(CancellationToken cancellationToken = default) =>
        checkpoints.ListAsync(cancellationToken);

    public Task ResetAsync(
        string subscription, int partitions, SubscriptionStart start, CancellationToken cancellationToken = default) =>
        checkpoints.ResetAsync(subscription, partitions, start, cancellationToken);

    public Task<PartitionParking> LoadAsync(
        SubscriptionPartition partition, CancellationToken cancellationToken = default) =>
        RunAsync(() => parking.LoadAsync(partition, cancellationToken));

    public Task RecordAttemptAsync(
        Checkpoint owned, FailedAttempt? attempt, CancellationToken cancellationToken = default) =>
        RunAsync(async () =>
        {
            await parking.RecordAttemptAsync(owned, attempt, cancellationToken);
            return true;
        });

    public Task<StreamParking> ParkAsync(
        Checkpoint owned, PoisonEvent poison, CancellationToken cancellationToken = default) =>
        RunAsync(() => parking.ParkAsync(owned, poison, cancellationToken));

    public Task<StreamParking> AdvanceAsync(
        Checkpoint owned, StreamId stream, long version, CancellationToken cancellationToken = default) =>
        RunAsync(() => parking.AdvanceAsync(owned, stream, version, cancellationToken));

    public Task ReleaseAsync(Checkpoint owned, StreamId stream, CancellationToken cancellationToken = default) =>
        RunAsync(async () =>
        {
            await parking.ReleaseAsync(owned, stream, cancellationToken);
            return true;
        });

    private async Task<T> RunAsync<T>(Func<Task<T>> call)
    {
        var fault = NextFault();
        if (fault == 0)
            throw Fail();
        var result = await call();
        return fault == 1 ? throw Fail() : result;
    }

    private EventStoreUnavailableException Fail()
    {
        Faults++;
        return new EventStoreUnavailableException(ErrorCodes.StoreUnavailable, "The test says so.");
    }
}
