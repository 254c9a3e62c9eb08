namespace Bank.Client.Responses;

/// <summary>A table that is built beside the active one.</summary>
/// <param name="Generation">The number of the table.</param>
/// <param name="Version">The version of the code that builds it.</param>
/// <param name="Position">The position that its rows are valid for.</param>
public sealed record BuildResponse(int Generation, int Version, long Position);
