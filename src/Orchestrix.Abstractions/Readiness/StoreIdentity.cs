namespace Orchestrix.Readiness;

/// <summary>Tells a store and all its copies from every other; and the server that answered from its copies.</summary>
/// <param name="SystemIdentifier">
/// What the store was given when it was made: standbys, backups and what is restored from them have the same.
/// </param>
/// <param name="StartedAt">When the server that answered was started.</param>
[GenerateSerializer, Immutable, Alias("orchestrix.store-identity")]
public sealed record StoreIdentity(
    [property: Id(0)] string SystemIdentifier, [property: Id(1)] DateTimeOffset StartedAt);
