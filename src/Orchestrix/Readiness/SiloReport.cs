namespace Orchestrix.Readiness;

/// <summary>What a silo says about itself. Counts are since it started.</summary>
/// <param name="Silo">Its name.</param>
/// <param name="Build">The program that it runs.</param>
/// <param name="Store">The type of its event store.</param>
/// <param name="Reminders">The type of its reminder table; null if it has none.</param>
/// <param name="Batches">Commits that it sent to the store.</param>
/// <param name="Conflicts">Those of them that conflicted.</param>
/// <param name="Skew">How far its clock is ahead of the store's; null if the store has none.</param>
/// <param name="HasSecretArgument">
/// True if a password is among the arguments of its process; for silos of a version that asks for it here.
/// </param>
/// <param name="Unconditional">Those of the commits that named no expected version.</param>
/// <param name="SnapshotHits">Loads of states that began with a snapshot.</param>
/// <param name="SnapshotMisses">Loads that should have, and replayed all events.</param>
/// <param name="Gateway">Host and port for clients; null if it takes none.</param>
[GenerateSerializer, Immutable, Alias("orchestrix.silo-report")]
internal sealed record SiloReport(
    [property: Id(0)] string Silo, [property: Id(1)] string Build, [property: Id(2)] string Store,
    [property: Id(3)] string? Reminders, [property: Id(4)] long Batches, [property: Id(5)] long Conflicts,
    [property: Id(6)] TimeSpan? Skew, [property: Id(7)] bool HasSecretArgument,
    [property: Id(8)] long Unconditional, [property: Id(9)] long SnapshotHits,
    [property: Id(10)] long SnapshotMisses, [property: Id(11)] string? Gateway);
