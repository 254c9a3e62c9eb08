using Orchestrix.Events;

namespace Orchestrix.Sagas;

/// <summary>A saga that somebody should look at.</summary>
/// <param name="Saga">Its stream.</param>
/// <param name="DueAt">Since when.</param>
public sealed record DueSaga(StreamId Saga, DateTimeOffset DueAt);
