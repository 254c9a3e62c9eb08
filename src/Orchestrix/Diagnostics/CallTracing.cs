using System.Diagnostics;
using Orchestrix.Commands;

namespace Orchestrix.Diagnostics;

/// <summary>Starts the spans of what callers ask aggregates and sagas for.</summary>
/// <param name="starts">Begins the traces of calls that are part of none; null asks every listener.</param>
internal sealed class CallTracing(ITraceStarts? starts = null)
{
    private static readonly ActivitySource Source = OrchestrixTracing.Source;

    /// <summary>
    /// Starts a span in the caller's trace, or in one of its own if the caller is in none. What the work calls belongs
    /// to it. None is started of what is not recorded.
    /// </summary>
    public Activity? Start(string name)
    {
        if (!Source.HasListeners())
            return null;
        var span = Activity.Current is { } current ? StartWithin(current, name)
            : CallContext.Trace is { } trace ? StartWithin(trace, name)
            : starts is null ? Source.StartActivity(name, ActivityKind.Server)
            : starts.Start(Source, name);
        if (span is { Recorded: false })
        {
            span.Dispose();
            return null;
        }
        if (span is not null)
            CallContext.JoinTrace(span);
        return span;
    }

    private static Activity? StartWithin(Activity current, string name) =>
        current.Recorded ? Source.StartActivity(name) : null;

    private static Activity? StartWithin(string trace, string name) =>
        CallContext.IsRecorded(trace) && CallContext.CallerTrace is var caller && caller != default
            ? Source.StartActivity(name, ActivityKind.Server, caller) : null;
}
