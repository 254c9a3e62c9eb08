using System.Diagnostics;
using Orleans;
using Orleans.Runtime;

namespace Orchestrix.Observability.Tracing;

/// <summary>Goes on with the trace of a caller; what the caller does not record is not recorded here.</summary>
internal sealed class IncomingTrace : IIncomingGrainCallFilter
{
    public Task Invoke(IIncomingGrainCallContext context)
    {
        if (CallTrace.IsInternal(context.Request))
            return context.Invoke();
        var before = Activity.Current;
        if (Start(context.Request.GetActivityName()) is not { } span)
            return context.Invoke();
        if (span.Recorded)
        {
            var call = CallTrace.WatchAsync(context, span);
            Activity.Current = before;
            return call;
        }
        // It is there for what the call leads to: to tell that it is not recorded, and to give logs a trace id.
        try
        {
            return context.Invoke();
        }
        finally
        {
            Activity.Current = before;
        }
    }

    private static Activity? Start(string name)
    {
        if (RequestContext.Get(CallTrace.TraceParent) is not string header
            || !ActivityContext.TryParse(
                header, RequestContext.Get(CallTrace.TraceState) as string, isRemote: true, out var caller))
        {
            return CallTrace.Source.StartActivity(name, ActivityKind.Server);
        }
        return (caller.TraceFlags & ActivityTraceFlags.Recorded) != 0
            ? CallTrace.Source.StartActivity(name, ActivityKind.Server, caller)
            : new Activity(name).SetParentId(caller.TraceId, caller.SpanId, caller.TraceFlags).Start();
    }
}
