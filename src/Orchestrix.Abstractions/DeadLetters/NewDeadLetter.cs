namespace Orchestrix.DeadLetters;

/// <summary>What a source says about something that it gives up on, other than an event of the log.</summary>
public sealed record NewDeadLetter
{
    /// <summary>What was given up on.</summary>
    public required DeadLetterKind Kind { get; init; }

    /// <summary>Who gives up; 1 to 200 characters.</summary>
    public required string Source { get; init; }

    /// <summary>What it is within the source; 1 to 600 characters.</summary>
    public required string Item { get; init; }

    /// <summary>Why, for programs; 1 to 200 characters.</summary>
    public required string Reason { get; init; }

    /// <summary>Why, for people; what is longer than 4,000 characters is cut off.</summary>
    public required string Error { get; init; }

    /// <summary>How often it was tried; at least 1. Those of an earlier time are added.</summary>
    public required int Attempts { get; init; }

    /// <summary>When it failed first this time.</summary>
    public required DateTimeOffset FirstFailedAt { get; init; }

    /// <summary>What was given up on, as JSON; null if the source keeps it.</summary>
    public string? Payload { get; init; }

    /// <summary>The stable name of the message's type.</summary>
    public string? MessageType { get; init; }

    /// <summary>The conversation that it belongs to.</summary>
    public string? CorrelationId { get; init; }
}
