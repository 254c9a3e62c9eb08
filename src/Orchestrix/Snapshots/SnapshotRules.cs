namespace Orchestrix.Snapshots;

/// <summary>The rules of <see cref="ISnapshotStore.SaveAsync"/> that need no store to check.</summary>
public static class SnapshotRules
{
    /// <summary>Checks a whole batch.</summary>
    /// <exception cref="ArgumentException">Two snapshots are of one stream, or a number is below 1.</exception>
    public static void CheckBatch(IReadOnlyList<Snapshot> snapshots)
    {
        ArgumentNullException.ThrowIfNull(snapshots);
        var streams = new HashSet<Events.StreamId>();
        foreach (var snapshot in snapshots)
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(snapshot.Version, 1);
            ArgumentOutOfRangeException.ThrowIfLessThan(snapshot.SchemaVersion, 1);
            if (!streams.Add(snapshot.Stream))
                throw new ArgumentException($"Two snapshots of the batch are of {snapshot.Stream}.", nameof(snapshots));
        }
    }
}
