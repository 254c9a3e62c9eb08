using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace Orchestrix.Cluster.Tests.Observability;

/// <summary>
/// One field of a message in the wire format of Protocol Buffers
/// (https://protobuf.dev/programming-guides/encoding/), read without a schema.
/// </summary>
/// <param name="Number">The field's number.</param>
/// <param name="Value">What it holds if it is a number.</param>
/// <param name="Bytes">What it holds if it is text, bytes or a message.</param>
internal readonly record struct ProtobufField(int Number, ulong Value, ReadOnlyMemory<byte> Bytes)
{
    public string Text => Encoding.UTF8.GetString(Bytes.Span);

    public string Hex => Convert.ToHexStringLower(Bytes.Span);

    /// <summary>The fields of a message.</summary>
    public static IEnumerable<ProtobufField> Of(ReadOnlyMemory<byte> message)
    {
        for (var at = 0; at < message.Length;)
        {
            var key = Varint(message.Span, ref at);
            var number = (int)(key >> 3);
            switch (key & 7)
            {
                case 0:
                    yield return new ProtobufField(number, Varint(message.Span, ref at), default);
                    break;
                case 1:
                    yield return new ProtobufField(
                        number, BinaryPrimitives.ReadUInt64LittleEndian(message.Span.Slice(at, 8)), default);
                    at += 8;
                    break;
                case 2:
                    var length = (int)Varint(message.Span, ref at);
                    yield return new ProtobufField(number, 0, message.Slice(at, length));
                    at += length;
                    break;
                case 5:
                    yield return new ProtobufField(
                        number, BinaryPrimitives.ReadUInt32LittleEndian(message.Span.Slice(at, 4)), default);
                    at += 4;
                    break;
                default:
                    throw new InvalidDataException(
                        string.Create(CultureInfo.InvariantCulture, $"Wire type {key & 7} is none of proto3."));
            }
        }
    }

    private static ulong Varint(ReadOnlySpan<byte> message, ref int at)
    {
        var value = 0UL;
        for (var shift = 0; ; shift += 7)
        {
            var one = message[at++];
            value |= (ulong)(one & 0x7F) << shift;
            if (one < 0x80)
                return value;
        }
    }
}
