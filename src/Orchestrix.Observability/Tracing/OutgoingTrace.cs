using System.Diagnostics;
using Orchestrix.Commands;
using Orleans;

namespace Orchestrix.Observability.Tracing;

/// <summary>The span of a call at the caller's side, if the caller's is recorded.</summary>
internal sealed class OutgoingTrace : IOutgoingGrainCallFilter
{
    public Task Invoke(IOutgoingGrainCallContext context)
    {
        if (CallTrace.IsInternal(context.Request))
            return context.Invoke();
        var caller = Activity.Current;
        if (caller is null || Start(context, caller) is not { } span)
            return context.Invoke();
        var call = CallTrace.WatchAsync(context, span);
        Activity.Current = caller;
        return call;
    }

    private static Activity? Start(IOutgoingGrainCallContext context, Activity caller)
    {
        var span = caller.Recorded
            ? CallTrace.Source.StartActivity(context.Request.GetActivityName(), ActivityKind.Client) : null;
        CallContext.JoinTrace(span ?? caller);
        return span;
    }
}
