namespace Orchestrix.Projections;

/// <summary>Which rows some events touch.</summary>
public sealed class ProjectionPlan<TRow>
{
    internal ProjectionPlan(List<ProjectionStep<TRow>> steps, ProjectionFailedException? failure) =>
        (Steps, Failure) = (steps, failure);

    /// <summary>Why the plan ends before the last event; null if it does not.</summary>
    public ProjectionFailedException? Failure { get; }

    /// <summary>The keys of the rows, some of them more than once.</summary>
    public IEnumerable<object> Keys => Steps.Select(static step => step.Key);

    internal List<ProjectionStep<TRow>> Steps { get; }
}
