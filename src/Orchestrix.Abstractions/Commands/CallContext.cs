using System.Diagnostics;
using Orchestrix.Events;
using Orleans.Runtime;

namespace Orchestrix.Commands;

/// <summary>
/// The metadata that flows with a call from its first caller to the events it causes, in Orleans' request context.
/// Set it where a request enters the system; grains read it when they append.
/// </summary>
public static class CallContext
{
    private const string CorrelationKey = "orchestrix.correlation-id";
    private const string CausationKey = "orchestrix.causation-id";
    private const string ActorKey = "orchestrix.actor";
    private const string TenantKey = "orchestrix.tenant";
    private const string TraceKey = "traceparent";
    private const string TraceStateKey = "tracestate";
    private const int TraceLength = 55;

    // What everybody has to pass on (W3C Trace Context, section 3.3.1.5); a stranger may have written as much as all
    // headers of a request may have, and each call would carry it.
    private const int MaxTraceState = 512;

    private const string OddDigits = "13579bdf";

    /// <summary>
    /// The metadata of the current call. The trace context is that of <see cref="Activity.Current"/>, or else that of
    /// the caller, if it is recorded: nobody could follow another one.
    /// </summary>
    public static EventMetadata Current
    {
        get
        {
            var correlation = RequestContext.Get(CorrelationKey) as string;
            var causation = RequestContext.Get(CausationKey) as string;
            var actor = RequestContext.Get(ActorKey) as string;
            var tenant = RequestContext.Get(TenantKey) as string;
            var trace = RecordedTrace;
            return (correlation ?? causation ?? actor ?? tenant ?? trace) is null
                ? EventMetadata.None
                : new EventMetadata
                {
                    CorrelationId = correlation,
                    CausationId = causation,
                    Actor = actor,
                    Tenant = tenant,
                    TraceParent = trace,
                };
        }
    }

    /// <summary>The tenant in whose name the current call is made; null if in nobody's.</summary>
    public static string? Tenant => RequestContext.Get(TenantKey) as string;

    /// <summary>The trace of the caller, whose span may be in another process; default if it is in none.</summary>
    public static ActivityContext CallerTrace => ActivityContext.TryParse(
        Trace, RequestContext.Get(TraceStateKey) as string, isRemote: true, out var trace) ? trace : default;

    private static string? RecordedTrace => Activity.Current is { } activity
        ? activity is { IdFormat: ActivityIdFormat.W3C, Recorded: true } ? activity.Id : null
        : Trace is { } trace && IsRecorded(trace) ? trace : null;

    /// <summary>The trace that the current call belongs to, as <c>traceparent</c>; null if to none.</summary>
    internal static string? Trace => RequestContext.Get(TraceKey) as string;

    /// <summary>
    /// Sets the metadata for the calls that follow on this asynchronous flow. <see cref="EventMetadata.TraceParent"/>
    /// is ignored: see <see cref="JoinTrace"/>.
    /// </summary>
    public static void Set(EventMetadata metadata)
    {
        ArgumentNullException.ThrowIfNull(metadata);
        Put(CorrelationKey, metadata.CorrelationId);
        Put(CausationKey, metadata.CausationId);
        Put(ActorKey, metadata.Actor);
        Put(TenantKey, metadata.Tenant);
    }

    /// <summary>
    /// Makes the calls of grains that follow on this asynchronous flow part of an activity's trace, recorded or not.
    /// Where observability is added, each HTTP request has done so, and whatever has a span of its own in a silo; a
    /// program without HTTP does it where its work begins. A <c>tracestate</c> of more than 512 characters is left out.
    /// </summary>
    /// <param name="activity">A started activity with a W3C id; another has no trace to join, and nothing
    /// happens.</param>
    public static void JoinTrace(Activity activity)
    {
        ArgumentNullException.ThrowIfNull(activity);
        if (activity is not { IdFormat: ActivityIdFormat.W3C, Id: { } id })
            return;
        RequestContext.Set(TraceKey, id);
        Put(TraceStateKey, activity.TraceStateString is { Length: <= MaxTraceState } state ? state : null);
    }

    /// <summary>The calls that follow on this asynchronous flow are recorded nowhere.</summary>
    internal static void LeaveTrace()
    {
        var (trace, span) = (ActivityTraceId.CreateRandom(), ActivitySpanId.CreateRandom());
        RequestContext.Set(TraceKey, $"00-{trace.ToHexString()}-{span.ToHexString()}-00");
        RequestContext.Remove(TraceStateKey);
    }

    /// <summary>True if whoever wrote a <c>traceparent</c> records the trace: the last bit of its flags.</summary>
    internal static bool IsRecorded(string traceParent) =>
        traceParent.Length >= TraceLength && OddDigits.Contains(traceParent[TraceLength - 1]);

    private static void Put(string key, string? value)
    {
        if (value is null)
            RequestContext.Remove(key);
        else
            RequestContext.Set(key, value);
    }
}
