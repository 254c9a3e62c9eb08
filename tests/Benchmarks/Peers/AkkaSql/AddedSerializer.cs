using System.Buffers.Binary;
using Akka.Actor;
using Akka.Serialization;

namespace Orchestrix.Benchmarks.Peers.AkkaSql;

/// <summary>Writes the event in 12 bytes, as Akka's documentation advises to bind a serializer of one's own.</summary>
public sealed class AddedSerializer(ExtendedActorSystem system) : Serializer(system)
{
    /// <inheritdoc/>
    public override int Identifier => 4711;

    /// <inheritdoc/>
    public override bool IncludeManifest => false;

    /// <inheritdoc/>
    public override byte[] ToBinary(object obj)
    {
        var added = (Added)obj;
        var bytes = new byte[12];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, added.Amount);
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(4), added.Total);
        return bytes;
    }

    /// <inheritdoc/>
    public override object FromBinary(byte[] bytes, Type type) => new Added(
        BinaryPrimitives.ReadInt32LittleEndian(bytes), BinaryPrimitives.ReadInt64LittleEndian(bytes.AsSpan(4)));
}
