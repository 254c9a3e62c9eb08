using System.Diagnostics;
using Orchestrix.Commands;
using Orleans;

namespace Orchestrix.Observability.Tracing;

/// <summary>The span of a call at the grain's side, if the caller records its trace.</summary>
internal sealed class IncomingTrace : IIncomingGrainCallFilter
{
    public Task Invoke(IIncomingGrainCallContext context)
    {
        var before = Activity.Current;
        if (CallTrace.IsInternal(context.Request) || Start(context.Request.GetActivityName()) is not { } span)
            return context.Invoke();
        CallContext.JoinTrace(span);
        var call = CallTrace.WatchAsync(context, span);
        Activity.Current = before;
        return call;
    }

    private static Activity? Start(string name)
    {
        var caller = CallContext.CallerTrace;
        return (caller.TraceFlags & ActivityTraceFlags.Recorded) != 0
            ? CallTrace.Source.StartActivity(name, ActivityKind.Server, caller) : null;
    }
}
