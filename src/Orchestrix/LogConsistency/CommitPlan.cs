using Orchestrix.Errors;
using Orchestrix.Events;

namespace Orchestrix.LogConsistency;

/// <summary>
/// Cuts the waiting events of a grain into commits: as many as the limits allow, never two callers' metadata in one,
/// and never one call's events in two.
/// </summary>
internal static class CommitPlan
{
    /// <summary>How many of the events from <paramref name="start"/> form the next commit.</summary>
    /// <exception cref="StoreLimitExceededException">The events of one call exceed a limit.</exception>
    public static int NextLength<TEvent>(IReadOnlyList<EventSubmission<TEvent>> waiting, int start) where TEvent : class
    {
        var length = 0;
        long bytes = 0;
        while (start + length < waiting.Count)
        {
            var (groupLength, groupBytes) = Group(waiting, start + length);
            if (length > 0
                && (waiting[start + length].Metadata != waiting[start].Metadata
                    || length + groupLength > EventStoreLimits.MaxEventsPerCommit
                    || bytes + groupBytes > EventStoreLimits.MaxCommitBytes))
            {
                break;
            }
            (length, bytes) = (length + groupLength, bytes + groupBytes);
        }
        if (length > EventStoreLimits.MaxEventsPerCommit)
        {
            throw new StoreLimitExceededException(
                nameof(EventStoreLimits.MaxEventsPerCommit), length, EventStoreLimits.MaxEventsPerCommit);
        }
        return length;
    }

    private static (int Length, long Bytes) Group<TEvent>(
        IReadOnlyList<EventSubmission<TEvent>> waiting, int start) where TEvent : class
    {
        var length = 0;
        long bytes = 0;
        for (var at = start; at < waiting.Count && waiting[at].Group == waiting[start].Group; at++)
            (length, bytes) = (length + 1, bytes + waiting[at].Data!.Json.Length);
        return (length, bytes);
    }
}
