using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Orchestrix.PostgreSQL.Integrity;

/// <summary>A seal over a range of events.</summary>
/// <param name="First">The first position.</param>
/// <param name="Last">The last position.</param>
/// <param name="Hash">SHA-256 of the seal before it, the first position and the digests.</param>
/// <param name="Digests">SHA-256 of each event, one behind the other.</param>
internal sealed record Seal(long First, long Last, byte[] Hash, byte[] Digests)
{
    /// <summary>Bytes of a hash.</summary>
    public const int HashSize = SHA256.HashSizeInBytes;

    /// <summary>The digest of the event at a position, as it was when the log was sealed.</summary>
    public ReadOnlySpan<byte> DigestAt(long position) =>
        Digests.AsSpan((int)(position - First) * HashSize, HashSize);

    /// <summary>Whether the seal is whole and continues the one before it.</summary>
    /// <param name="previous">The hash of the one before it; empty for the first seal of a log.</param>
    public bool Continues(ReadOnlySpan<byte> previous)
    {
        Span<byte> first = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(first, First);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(previous);
        hash.AppendData(first);
        hash.AppendData(Digests);
        return Digests.Length == (Last - First + 1) * HashSize && hash.GetHashAndReset().AsSpan().SequenceEqual(Hash);
    }
}
