namespace Orchestrix.Sagas;

/// <summary>Something that happened to a saga, for people. An attempt is one entry, with its outcome.</summary>
[GenerateSerializer, Immutable, Alias("orchestrix.saga-timeline-entry")]
public sealed record SagaTimelineEntry
{
    /// <summary>When it happened, or began.</summary>
    [Id(0)]
    public required DateTimeOffset At { get; init; }

    /// <summary>What happened.</summary>
    [Id(1)]
    public required SagaTimelineKind Kind { get; init; }

    /// <summary>The step that it is about, or null.</summary>
    [Id(2)]
    public string? Step { get; init; }

    /// <summary>The attempt, from 1; null for what is none.</summary>
    [Id(3)]
    public int? Attempt { get; init; }

    /// <summary>
    /// What came of it: <c>succeeded</c>, <c>pending</c>, <c>transient</c>, <c>final</c> or <c>unknown</c> for an
    /// attempt or a wait, null while it is under way; <c>completed</c> or <c>compensated</c> for an end; the name of an
    /// act.
    /// </summary>
    [Id(4)]
    public string? Outcome { get; init; }

    /// <summary>When an attempt or a wait was over; null while it is not, and for what takes no time.</summary>
    [Id(5)]
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>A stable code of a failure or a reason, or null.</summary>
    [Id(6)]
    public string? Code { get; init; }

    /// <summary>Why, in words, or the name of a message. It may quote what was worked on.</summary>
    [Id(7)]
    public string? Text { get; init; }

    /// <summary>When it is tried, asked or given up next; null for never.</summary>
    [Id(8)]
    public DateTimeOffset? NextAt { get; init; }

    /// <summary>Who did it, for acts of people and other sagas.</summary>
    [Id(9)]
    public string? Actor { get; init; }
}
