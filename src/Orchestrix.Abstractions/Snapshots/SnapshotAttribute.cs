namespace Orchestrix.Snapshots;

/// <summary>
/// Lets the folded state of a grain be kept as a snapshot, so that an activation need not fold its whole stream. Put it
/// on the state type: the state of an aggregate, or the state of a plain <c>JournaledGrain</c>. Without it no snapshot
/// is taken or read.
/// </summary>
/// <remarks>
/// A snapshot is a disposable cache. One that cannot be trusted in every respect is passed over, and the stream is
/// replayed. What no program can see is that <c>Apply</c> came to mean something else: raise
/// <paramref name="schemaVersion"/> then. The state must survive JSON; <c>SnapshotAssert</c> of the TestKit proves it.
/// </remarks>
/// <param name="schemaVersion">From 1; raise it whenever the fold or the state changes its meaning.</param>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class SnapshotAttribute(int schemaVersion) : Attribute
{
    /// <summary>The version of the state's shape and meaning. Snapshots of another version are not used.</summary>
    public int SchemaVersion { get; } = schemaVersion;

    /// <summary>
    /// A snapshot is taken whenever an append reaches or crosses a multiple of this many events. Default 500; 0 takes
    /// none after an append.
    /// </summary>
    public int Every { get; init; } = 500;

    /// <summary>
    /// A snapshot is taken after a load that had to fold at least this many events. Default 200; 0 takes none after a
    /// load.
    /// </summary>
    public int AfterReplayOf { get; init; } = 200;
}
