namespace Orchestrix.Cluster.Tests.SharedLog;

/// <summary>One time that a command was sent, and what its sender may conclude from the answer.</summary>
internal sealed record Attempt
{
    public required Transfer Transfer { get; init; }

    public required Outcome Outcome { get; init; }

    /// <summary>Ticks of the history's logical clock: when it was sent, and when its outcome was known.</summary>
    public long Begun { get; init; }

    public long Ended { get; init; }

    /// <summary>What the sender expected; null if it did not say.</summary>
    public long? ExpectedVersion { get; init; }

    /// <summary>
    /// The version that the command made, that a refusal was decided on, or that a conflict found.
    /// </summary>
    public long Version { get; init; }

    public long Position { get; init; }

    public decimal Balance { get; init; }

    public bool IsRepeat { get; init; }

    /// <summary>The code of a refusal.</summary>
    public string? Refusal { get; init; }

    /// <summary>What was thrown, for people.</summary>
    public string? Failure { get; init; }

    /// <summary>True if sending again could only give the same answer.</summary>
    public bool IsFinal => Outcome is Outcome.Acknowledged or Outcome.Refused;
}
