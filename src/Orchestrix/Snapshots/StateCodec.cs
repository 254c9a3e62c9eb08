using System.Diagnostics.CodeAnalysis;
using System.IO.Hashing;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Orchestrix.Events;

namespace Orchestrix.Snapshots;

/// <summary>Turns a state into a snapshot and back, and doubts everything on the way back.</summary>
internal sealed class StateCodec<TState> where TState : class
{
    private static readonly string Name = typeof(TState).FullName ?? typeof(TState).Name;

    private readonly JsonTypeInfo<TState> _json;
    private readonly long _shape;
    private int _complaints;

    public StateCodec(SnapshotPolicy policy, JsonSerializerOptions json)
    {
        Policy = policy;
        StateContract.Check(typeof(TState), json);
        _json = (JsonTypeInfo<TState>)json.GetTypeInfo(typeof(TState));
        _shape = StateShape.Of(typeof(TState), json);
    }

    public SnapshotPolicy Policy { get; }

    public Snapshot Write(StreamId stream, StreamHead<TState> head)
    {
        var state = JsonSerializer.SerializeToUtf8Bytes(head.State, _json);
        return new Snapshot
        {
            Stream = stream,
            Version = head.Version,
            EventId = head.EventId,
            StateName = Name,
            SchemaVersion = Policy.SchemaVersion,
            Shape = _shape,
            Checksum = Checksum(state, head.Version),
            State = state,
        };
    }

    /// <summary>Reads the state; if anything about the snapshot is in doubt, says what.</summary>
    public bool TryRead(
        SnapshotLoad load, Snapshot snapshot, out StreamHead<TState> head, [NotNullWhen(false)] out string? doubt)
    {
        head = default;
        doubt = Doubt(load, snapshot);
        if (doubt is not null)
            return false;
        try
        {
            var state = JsonSerializer.Deserialize(snapshot.State.Span, _json)
                ?? throw new JsonException("The content is null.");
            head = new StreamHead<TState>(state, checked((int)snapshot.Version), snapshot.EventId);
            return true;
        }
        // A constructor of the state may throw anything. It is counted and logged as a doubt.
        catch (Exception)
        {
            doubt = SnapshotDoubt.Unreadable;
            return false;
        }
    }

    /// <summary>True once, so that what is wrong with a type is not logged with every event.</summary>
    public bool IsFirstComplaint() => Interlocked.Exchange(ref _complaints, 1) == 0;

    private string? Doubt(SnapshotLoad load, Snapshot snapshot) =>
        !load.IsInLog ? SnapshotDoubt.OtherLog
        : snapshot.StateName != Name ? SnapshotDoubt.StateName
        : snapshot.SchemaVersion != Policy.SchemaVersion ? SnapshotDoubt.SchemaVersion
        : snapshot.Shape != _shape ? SnapshotDoubt.Shape
        : snapshot.Checksum != Checksum(snapshot.State.Span, snapshot.Version) ? SnapshotDoubt.Checksum
        : null;

    private static long Checksum(ReadOnlySpan<byte> state, long version) =>
        unchecked((long)XxHash3.HashToUInt64(state, version));
}
