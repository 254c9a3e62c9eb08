using System.Diagnostics;
using Orchestrix.Diagnostics;
using Orchestrix.Errors;

namespace Orchestrix.Appending;

/// <summary>
/// The span of a batch. It is a child of the first recorded commit's command and has links to the other commands, so
/// that every command leads to the round trip that made it durable.
/// </summary>
internal static class AppendTrace
{
    public static Activity? Start(PendingCommit[] batch)
    {
        if (!OrchestrixTracing.Source.HasListeners())
            return null;
        var links = new TraceLinks();
        var events = 0;
        foreach (var pending in batch)
        {
            links.Add(pending.Commit.Metadata.TraceParent);
            events += pending.Events;
        }
        return links.StartChild("append batch", ActivityKind.Internal)
            ?.SetTag("orchestrix.commits", batch.Length)
            .SetTag("orchestrix.events", events);
    }

    public static void Fail(Activity? span, Exception exception) => span
        ?.SetTag("error.type", (exception as IErrorCode)?.Code ?? exception.GetType().FullName)
        .SetStatus(ActivityStatusCode.Error);
}
