using System.Diagnostics;
using Orchestrix.Errors;
using Orleans;
using Orleans.Serialization.Invocation;

namespace Orchestrix.Observability.Tracing;

/// <summary>
/// The spans of calls to grains, and how a call tells the trace that it belongs to: in Orleans' request context, as
/// the W3C recommendation <c>traceparent</c> writes it. Baggage is not carried: nobody knows what is in it.
/// </summary>
/// <remarks>
/// In place of Orleans' <c>AddActivityPropagation</c>, which makes two activities with three tags each for every call
/// that is not recorded, and starts a trace anew where a caller had decided against one.
/// </remarks>
internal static class CallTrace
{
    /// <summary>Name of the <see cref="ActivitySource"/>.</summary>
    public const string SourceName = "Orchestrix.Calls";

    public static ActivitySource Source { get; } = new(SourceName);

    /// <summary>True for calls that Orleans makes for itself.</summary>
    public static bool IsInternal(IInvokable request) =>
        request.GetInterfaceType().Namespace is { } space
        && (space == "Orleans" || space.StartsWith("Orleans.", StringComparison.Ordinal));

    /// <summary>Goes on with a call whose span is recorded, and ends the span with it.</summary>
    public static async Task WatchAsync(IGrainCallContext context, Activity span)
    {
        span.SetTag("rpc.system", "orleans").SetTag("rpc.service", context.InterfaceName)
            .SetTag("rpc.method", context.MethodName);
        try
        {
            await context.Invoke();
        }
        catch (Exception exception) when (Fail(span, exception))
        {
            throw;
        }
        finally
        {
            span.Dispose();
        }
    }

    /// <summary>Always false: as the filter of a catch it sees every exception and catches none.</summary>
    private static bool Fail(Activity span, Exception exception)
    {
        // What an exception says may be about people; its code and its type are not.
        span.SetTag("error.type", (exception as IErrorCode)?.Code ?? exception.GetType().FullName)
            .SetStatus(ActivityStatusCode.Error);
        return false;
    }
}
