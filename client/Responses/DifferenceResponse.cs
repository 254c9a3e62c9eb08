using System.Text.Json;

namespace Bank.Client.Responses;

/// <summary>A key whose rows differ.</summary>
/// <param name="Key">The values of the key.</param>
/// <param name="IsActive">True if the active table has a row of that key.</param>
/// <param name="IsRebuilt">True if the rebuilt table has a row of that key.</param>
public sealed record DifferenceResponse(JsonElement Key, bool IsActive, bool IsRebuilt);
