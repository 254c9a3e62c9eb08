using System.Text.Json;

namespace Bank.Client.Responses;

/// <summary>The state of a stream at a point in its history.</summary>
/// <param name="Stream">The stream: grain type, slash, key.</param>
/// <param name="Version">Number of events that the state folds.</param>
/// <param name="Position">Log position of the last of them.</param>
/// <param name="RecordedAt">When the last of them was recorded.</param>
/// <param name="StreamVersion">Number of events that the stream has now.</param>
/// <param name="State">The state, as its type is; for reading, and no contract.</param>
public sealed record StreamStateResponse(
    string Stream, long Version, long Position, DateTimeOffset RecordedAt, long StreamVersion, JsonElement State);
