namespace Orchestrix.Readiness;

/// <summary>What a silo says about itself.</summary>
/// <param name="Silo">Its name.</param>
/// <param name="Build">The program that it runs.</param>
/// <param name="Store">The type of its event store.</param>
/// <param name="Reminders">The type of its reminder table; null if it has none.</param>
/// <param name="Batches">Commits that it sent to the store since it started.</param>
/// <param name="Conflicts">Those of them that conflicted.</param>
/// <param name="Skew">How far its clock is ahead of the store's; null if the store has none.</param>
/// <param name="HasSecretArgument">True if a password is among the arguments of its process.</param>
[GenerateSerializer, Immutable, Alias("orchestrix.silo-report")]
internal sealed record SiloReport(
    [property: Id(0)] string Silo, [property: Id(1)] string Build, [property: Id(2)] string Store,
    [property: Id(3)] string? Reminders, [property: Id(4)] long Batches, [property: Id(5)] long Conflicts,
    [property: Id(6)] TimeSpan? Skew, [property: Id(7)] bool HasSecretArgument);
