using Orchestrix.Events;

namespace Orchestrix.Snapshots;

/// <summary>
/// The folded state of a stream at one version, with everything that is needed to doubt it. For a store all of it is
/// opaque but the stream, the version, the event id and the schema version.
/// </summary>
public sealed record Snapshot
{
    /// <summary>The stream that was folded.</summary>
    public required StreamId Stream { get; init; }

    /// <summary>How many events were folded; at least 1.</summary>
    public required long Version { get; init; }

    /// <summary>
    /// Identity of the event at <see cref="Version"/>. A snapshot whose event is not in the log at that version belongs
    /// to another history of the stream: a restored backup, for example.
    /// </summary>
    public required Guid EventId { get; init; }

    /// <summary>Name of the state type. A renamed type costs one replay and nothing else.</summary>
    public required string StateName { get; init; }

    /// <summary>From <see cref="SnapshotAttribute.SchemaVersion"/>.</summary>
    public required int SchemaVersion { get; init; }

    /// <summary>A hash of the names and types that the state's JSON is made of.</summary>
    public required long Shape { get; init; }

    /// <summary>A hash of <see cref="State"/> and <see cref="Version"/>, by which damage is found out.</summary>
    public required long Checksum { get; init; }

    /// <summary>The state as bytes.</summary>
    public required ReadOnlyMemory<byte> State { get; init; }
}
