using Bank.Client.Cluster;
using Bank.Client.Configuration;
using Bank.Client.Problems;

namespace Bank.Client.Endpoints;

/// <summary>
/// Answers for the cluster as long as there has been no connection to it: nothing can have taken effect.
/// </summary>
internal sealed class ClusterGate(ClusterConnection connection, ApiSettings settings) : IEndpointFilter
{
    public ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next) =>
        connection.IsEstablished
            ? next(context)
            : ValueTask.FromResult<object?>(new ProblemResult(ProblemTypes.ClusterUnreachable)
            {
                Detail = "No silo has been reached yet; nothing was written. Send the request again later.",
                RetryAfter = settings.RetryAfter,
            });
}
