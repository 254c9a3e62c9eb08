namespace Orchestrix.Aggregates;

/// <summary>The limits of aggregates.</summary>
public static class AggregateLimits
{
    /// <summary>
    /// How often a command without an expected version is decided again on newer state when another activation was
    /// faster: 5. After that the caller gets <see cref="Errors.ConcurrencyException"/>.
    /// </summary>
    public const int MaxRedecisions = 5;
}
