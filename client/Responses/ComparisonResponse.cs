namespace Bank.Client.Responses;

/// <summary>How rebuilt rows compare with the active ones, both at one position.</summary>
/// <param name="IsEqual">True if no row differs.</param>
/// <param name="Position">The position.</param>
/// <param name="Rows">Number of different keys in both tables together.</param>
/// <param name="DifferentRows">Number of keys whose rows differ.</param>
/// <param name="Differences">The first 100 of them.</param>
public sealed record ComparisonResponse(
    bool IsEqual, long Position, long Rows, long DifferentRows, IReadOnlyList<DifferenceResponse> Differences);
