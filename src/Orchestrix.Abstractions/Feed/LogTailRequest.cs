namespace Orchestrix.Feed;

/// <summary>Which part of the log a reader outside the silos asks for.</summary>
[GenerateSerializer, Immutable, Alias("orchestrix.log-tail-request")]
public sealed record LogTailRequest
{
    /// <summary>For <see cref="After"/>: begin at the end of the log.</summary>
    public const long End = -1;

    /// <summary>Most events of one answer: 1,000.</summary>
    public const int MaxEvents = 1_000;

    /// <summary>
    /// Bytes of JSON after which an answer ends, though more events fit its count: 1 MiB. One event always fits.
    /// </summary>
    public const int MaxBytes = 1024 * 1024;

    /// <summary>Longest wait for an event: 5 s, less than callers wait for an answer.</summary>
    public static readonly TimeSpan MaxWait = TimeSpan.FromSeconds(5);

    /// <summary>The position behind which to read; <see cref="End"/> for the end of the log.</summary>
    [Id(0)]
    public required long After { get; init; }

    /// <summary>The wanted event types; null wants all.</summary>
    [Id(1)]
    public IReadOnlyList<string>? EventTypes { get; init; }

    /// <summary>What the stream id begins with; null wants all.</summary>
    [Id(2)]
    public string? StreamPrefix { get; init; }

    /// <summary>Most events, from 1 to <see cref="MaxEvents"/>. Default 100.</summary>
    [Id(3)]
    public int MaxCount { get; init; } = 100;

    /// <summary>
    /// How long to wait for an event if there is none yet. Default <see cref="MaxWait"/>, the longest.
    /// </summary>
    [Id(4)]
    public TimeSpan Wait { get; init; } = MaxWait;
}
