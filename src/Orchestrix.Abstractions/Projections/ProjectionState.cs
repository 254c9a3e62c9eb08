namespace Orchestrix.Projections;

/// <summary>How a projection fares, as the database tells it.</summary>
[GenerateSerializer, Alias("orchestrix.projection-state")]
public enum ProjectionState
{
    /// <summary>No silo has applied anything yet.</summary>
    NotStarted,

    /// <summary>Every event of the log is in its rows.</summary>
    Current,

    /// <summary>The log has events that are not in its rows yet.</summary>
    Behind,

    /// <summary>It stands still; <see cref="ProjectionStatus.Failure"/> says why.</summary>
    Stopped,
}
