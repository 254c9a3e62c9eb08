namespace Orchestrix.Readiness;

/// <summary>Tells a database and its copies from every other.</summary>
/// <param name="SystemIdentifier">
/// What its server was given when it was made. Standbys, backups and what is restored from them have the same.
/// </param>
/// <param name="Database">Its name: a server may have several.</param>
[GenerateSerializer, Immutable, Alias("orchestrix.store-identity")]
public sealed record StoreIdentity(
    [property: Id(0)] string SystemIdentifier, [property: Id(1)] string Database);
