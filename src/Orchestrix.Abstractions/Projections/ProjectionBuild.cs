namespace Orchestrix.Projections;

/// <summary>A table that is built beside the active one: a new version, or a rebuild of the same.</summary>
/// <param name="Generation">The number of the table.</param>
/// <param name="Version">The version of the code that builds it.</param>
/// <param name="Position">The position that its rows are valid for.</param>
[GenerateSerializer, Immutable, Alias("orchestrix.projection-build")]
public sealed record ProjectionBuild(
    [property: Id(0)] int Generation, [property: Id(1)] int Version, [property: Id(2)] long Position);
