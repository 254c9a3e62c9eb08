namespace Orchestrix.Projections;

/// <summary>A key whose running and rebuilt rows differ.</summary>
/// <param name="Key">The values of the key, as a JSON array.</param>
/// <param name="IsRunning">True if the running table has a row of that key.</param>
/// <param name="IsRebuilt">True if the rebuilt table has a row of that key.</param>
[GenerateSerializer, Immutable, Alias("orchestrix.row-difference")]
public sealed record RowDifference(
    [property: Id(0)] string Key, [property: Id(1)] bool IsRunning, [property: Id(2)] bool IsRebuilt);
