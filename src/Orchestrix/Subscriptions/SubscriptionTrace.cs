using System.Diagnostics;
using Orchestrix.Commands;
using Orchestrix.Diagnostics;
using Orchestrix.Errors;
using Orchestrix.Events;

namespace Orchestrix.Subscriptions;

/// <summary>
/// The spans of subscriptions. What they do may come hours after the command, so they have traces of their own, with
/// links to the traces that are stored with the events.
/// </summary>
internal static class SubscriptionTrace
{
    /// <summary>The span of a page that a partition works on; none for a page without events.</summary>
    public static Activity? StartPage(SubscriptionPartition partition, LogPage page)
    {
        if (page.Events.Count == 0 || !OrchestrixTracing.Source.HasListeners())
            return null;
        var links = new TraceLinks();
        for (var index = 0; index < page.Events.Count; index++)
            links.Add(page.Events[index].Metadata.TraceParent);
        var span = links.StartLinked("subscription page", ActivityKind.Consumer);
        if (span is null)
            return null;
        span.DisplayName = $"subscription {partition.Subscription}";
        return span
            .SetTag("orchestrix.subscription", partition.Subscription)
            .SetTag("orchestrix.partition", partition.Partition)
            .SetTag("orchestrix.events", page.Events.Count)
            .SetTag("orchestrix.first_position", page.Events[0].Position)
            .SetTag("orchestrix.last_position", page.Events[^1].Position);
    }

    /// <summary>
    /// The span of one attempt of a handler at an event; with a trace of its own. If the event is in no trace, what the
    /// handler calls is in none either.
    /// </summary>
    public static Activity? StartEvent(string subscription, RecordedEvent recorded, int attempt)
    {
        if (!OrchestrixTracing.Source.HasListeners())
            return null;
        var links = new TraceLinks();
        links.Add(recorded.Metadata.TraceParent);
        var span = links.StartLinked("subscription event", ActivityKind.Consumer);
        if (span is null)
        {
            // The event is in no trace, and the handler's commands are not to begin any.
            CallContext.LeaveTrace();
            return null;
        }
        CallContext.JoinTrace(span);
        span.DisplayName = $"handle {recorded.EventType}";
        return span
            .SetTag("orchestrix.subscription", subscription)
            .SetTag("orchestrix.event_type", recorded.EventType)
            .SetTag("orchestrix.position", recorded.Position)
            .SetTag("orchestrix.attempt", attempt);
    }

    /// <summary>Marks a span as failed. Always false: as the filter of a catch it catches nothing.</summary>
    public static bool Fail(Activity? span, Exception exception)
    {
        span?.SetTag("error.type", (exception as IErrorCode)?.Code ?? exception.GetType().FullName)
            .SetStatus(ActivityStatusCode.Error);
        return false;
    }
}
