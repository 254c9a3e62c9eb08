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

    /// <summary>
    /// The metadata of the current call. The trace context is that of <see cref="Activity.Current"/>, if it is
    /// recorded: nobody could follow another one.
    /// </summary>
    public static EventMetadata Current
    {
        get
        {
            var correlation = RequestContext.Get(CorrelationKey) as string;
            var causation = RequestContext.Get(CausationKey) as string;
            var actor = RequestContext.Get(ActorKey) as string;
            var tenant = RequestContext.Get(TenantKey) as string;
            var trace = Activity.Current is { IdFormat: ActivityIdFormat.W3C, Recorded: true } activity
                ? activity.Id : null;
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

    /// <summary>
    /// Sets the metadata for the calls that follow on this asynchronous flow. <see cref="EventMetadata.TraceParent"/>
    /// is
    /// ignored: tracing propagates itself.
    /// </summary>
    public static void Set(EventMetadata metadata)
    {
        ArgumentNullException.ThrowIfNull(metadata);
        Put(CorrelationKey, metadata.CorrelationId);
        Put(CausationKey, metadata.CausationId);
        Put(ActorKey, metadata.Actor);
        Put(TenantKey, metadata.Tenant);
    }

    private static void Put(string key, string? value)
    {
        if (value is null)
            RequestContext.Remove(key);
        else
            RequestContext.Set(key, value);
    }
}
