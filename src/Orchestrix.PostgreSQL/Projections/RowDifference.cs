namespace Orchestrix.PostgreSQL.Projections;

/// <summary>A key whose running and rebuilt rows differ.</summary>
/// <param name="Key">The values of the key, as a JSON array.</param>
/// <param name="IsRunning">True if the running table has a row of that key.</param>
/// <param name="IsRebuilt">True if the rebuilt table has a row of that key.</param>
public sealed record RowDifference(string Key, bool IsRunning, bool IsRebuilt);
