namespace Orchestrix.Snapshots;

/// <summary>A state, how many events it folds, and the identity of the last of them.</summary>
internal readonly record struct StreamHead<TState>(TState State, int Version, Guid EventId);
