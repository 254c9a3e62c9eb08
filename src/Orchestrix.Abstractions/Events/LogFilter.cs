using System.Buffers.Binary;
using System.Collections.Frozen;
using System.Security.Cryptography;
using System.Text;
using Orchestrix.Tenants;

namespace Orchestrix.Events;

/// <summary>
/// Which events of the log a reader wants. Stores evaluate it where the events are, so that what is not wanted does not
/// travel. Immutable.
/// </summary>
public sealed class LogFilter
{
    /// <summary>Most partitions of a log: 256.</summary>
    public const int MaxPartitions = 256;

    /// <summary>Most event types of one filter: 200.</summary>
    public const int MaxEventTypes = 200;

    private const int MaxStackBytes = 3 * StreamId.MaxLength;

    private readonly FrozenSet<string>? _eventTypes;

    /// <summary>Makes a filter; every part that is given must match.</summary>
    /// <param name="eventTypes">The stable names of the wanted event types; null wants all.</param>
    /// <param name="streamPrefix">What the stream id begins with, such as <c>account/</c>; null wants all.</param>
    /// <param name="partition">The wanted partition, from 0.</param>
    /// <param name="partitions">
    /// In how many partitions the streams are spread; 1 wants all. Each stream is in exactly one, see
    /// <see cref="PartitionOf"/>.
    /// </param>
    /// <param name="tenant">The tenant whose streams are wanted; null wants all.</param>
    /// <exception cref="ArgumentException">A part is empty, or there are too many event types.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no such partition.</exception>
    public LogFilter(
        IEnumerable<string>? eventTypes = null, string? streamPrefix = null, int partition = 0, int partitions = 1,
        string? tenant = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(partitions, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(partitions, MaxPartitions);
        ArgumentOutOfRangeException.ThrowIfNegative(partition);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(partition, partitions);
        if (streamPrefix is { Length: 0 or > StreamId.MaxLength })
        {
            throw new ArgumentException(
                $"A stream prefix has 1 to {StreamId.MaxLength} characters.", nameof(streamPrefix));
        }
        _eventTypes = eventTypes?.ToFrozenSet(StringComparer.Ordinal);
        if (_eventTypes is { Count: 0 or > MaxEventTypes } || _eventTypes?.Any(string.IsNullOrWhiteSpace) == true)
        {
            throw new ArgumentException(
                $"A filter by event type names 1 to {MaxEventTypes} types, none of them empty.", nameof(eventTypes));
        }
        if (tenant is not null && !TenantKey.IsTenant(tenant))
            throw new ArgumentException("A filter by tenant names one; see TenantKey.IsTenant.", nameof(tenant));
        (StreamPrefix, Partition, Partitions, Tenant) = (streamPrefix, partition, partitions, tenant);
    }

    /// <summary>Wants every event.</summary>
    public static LogFilter Everything { get; } = new();

    /// <summary>The wanted event types; null wants all.</summary>
    public IReadOnlyCollection<string>? EventTypes => _eventTypes;

    /// <summary>What the stream id begins with; null wants all.</summary>
    public string? StreamPrefix { get; }

    /// <summary>The wanted partition, from 0.</summary>
    public int Partition { get; }

    /// <summary>In how many partitions the streams are spread; 1 wants all.</summary>
    public int Partitions { get; }

    /// <summary>The tenant whose streams are wanted; null wants all.</summary>
    public string? Tenant { get; }

    /// <summary>True if every event is wanted.</summary>
    public bool IsEverything => _eventTypes is null && StreamPrefix is null && Partitions == 1 && Tenant is null;

    /// <summary>
    /// The partition of a stream: the first four bytes of the SHA-256 of its UTF-8 name as a big-endian number without
    /// its sign bit, modulo <paramref name="partitions"/>. The same everywhere, for ever.
    /// </summary>
    public static int PartitionOf(StreamId stream, int partitions)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(partitions, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(partitions, MaxPartitions);
        if (partitions == 1)
            return 0;
        Span<byte> name = stackalloc byte[MaxStackBytes];
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(name[..Encoding.UTF8.GetBytes(stream.Value, name)], hash);
        return (int)((BinaryPrimitives.ReadUInt32BigEndian(hash) & int.MaxValue) % (uint)partitions);
    }

    /// <summary>This filter for one of the partitions.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such partition.</exception>
    public LogFilter InPartition(int partition, int partitions) =>
        new(_eventTypes, StreamPrefix, partition, partitions, Tenant);

    /// <summary>True if the event is wanted.</summary>
    public bool Matches(RecordedEvent recorded)
    {
        ArgumentNullException.ThrowIfNull(recorded);
        return _eventTypes?.Contains(recorded.EventType) != false
            && (StreamPrefix is null || recorded.Stream.Value.StartsWith(StreamPrefix, StringComparison.Ordinal))
            && (Tenant is null || recorded.Stream.IsOf(Tenant))
            && (Partitions == 1 || PartitionOf(recorded.Stream, Partitions) == Partition);
    }
}
