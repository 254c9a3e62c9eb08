namespace Orchestrix.Sagas;

/// <summary>What every index of sagas answers alike.</summary>
public static class SagaIndexRules
{
    /// <summary>The order of the list: what needs a person comes first.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A saga that stands so is not listed.</exception>
    public static int RankOf(SagaStatus status) => status switch
    {
        SagaStatus.Parked => 0,
        SagaStatus.Compensating => 1,
        SagaStatus.Running => 2,
        _ => throw new ArgumentOutOfRangeException(
            nameof(status), status, "Sagas that have not ended are Running, Compensating or Parked."),
    };

    /// <summary>Throws if a question cannot be answered.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The page is too large, or no listed saga stands so.</exception>
    public static void Check(SagaFilter filter, int maxCount)
    {
        ArgumentNullException.ThrowIfNull(filter);
        if (filter.Status is { } status)
            _ = RankOf(status);
        ArgumentOutOfRangeException.ThrowIfLessThan(maxCount, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(maxCount, ISagaIndex.MaxCount);
    }

    /// <summary>The page that some sagas, one more than were asked for, make.</summary>
    public static SagaPage Page(IReadOnlyList<SagaSummary> found, int maxCount)
    {
        ArgumentNullException.ThrowIfNull(found);
        return found.Count > maxCount
            ? new SagaPage(
                [.. found.Take(maxCount)], new SagaPlace(found[maxCount - 1].Status, found[maxCount - 1].Saga))
            : new SagaPage(found, null);
    }
}
