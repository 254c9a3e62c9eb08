using System.Diagnostics;
using Orleans;
using Orleans.Runtime;

namespace Orchestrix.Observability.Tracing;

/// <summary>Tells the grain that is called which trace the call belongs to, and whether it is recorded.</summary>
internal sealed class OutgoingTrace : IOutgoingGrainCallFilter
{
    public Task Invoke(IOutgoingGrainCallContext context)
    {
        if (CallTrace.IsInternal(context.Request))
            return context.Invoke();
        var caller = Activity.Current;
        if (caller is { Recorded: false })
        {
            Tell(caller);
            return context.Invoke();
        }
        // Without a caller's trace it is decided here whether there is one.
        var span = CallTrace.Source.StartActivity(context.Request.GetActivityName(), ActivityKind.Client);
        if (span is null)
            return context.Invoke();
        Tell(span);
        if (!span.Recorded)
        {
            span.Dispose();
            return context.Invoke();
        }
        var call = CallTrace.WatchAsync(context, span);
        Activity.Current = caller;
        return call;
    }

    private static void Tell(Activity activity)
    {
        RequestContext.Set(CallTrace.TraceParent, activity.Id!);
        if (activity.TraceStateString is { Length: > 0 } state)
            RequestContext.Set(CallTrace.TraceState, state);
    }
}
