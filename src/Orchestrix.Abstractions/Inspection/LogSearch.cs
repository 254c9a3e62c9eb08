namespace Orchestrix.Inspection;

/// <summary>Which events are looked for: every part that is given must match.</summary>
[GenerateSerializer, Immutable, Alias("orchestrix.log-search")]
public sealed record LogSearch
{
    /// <summary>Most events of one answer: 500.</summary>
    public const int MaxEvents = 500;

    /// <summary>
    /// Most positions that one search looks through: 20,000. There is no index on what is looked for, since every
    /// append would pay for it.
    /// </summary>
    public const int MaxPositions = 20_000;

    /// <summary>Bytes of JSON after which an answer ends: 1 MiB. One event always fits.</summary>
    public const int MaxBytes = 1024 * 1024;

    /// <summary>The position before which to look; null begins with the newest event.</summary>
    [Id(0)]
    public long? Before { get; init; }

    /// <summary>Most events, from 1 to <see cref="MaxEvents"/>. Default 50.</summary>
    [Id(1)]
    public int MaxCount { get; init; } = 50;

    /// <summary>The wanted event types; null wants all.</summary>
    [Id(2)]
    public IReadOnlyList<string>? EventTypes { get; init; }

    /// <summary>What the stream id begins with; null wants all.</summary>
    [Id(3)]
    public string? StreamPrefix { get; init; }

    /// <summary>The conversation that the event belongs to.</summary>
    [Id(4)]
    public string? CorrelationId { get; init; }

    /// <summary>The command that caused the event.</summary>
    [Id(5)]
    public string? CommandId { get; init; }

    /// <summary>Who asked for it.</summary>
    [Id(6)]
    public string? Actor { get; init; }
}
