using System.Net;
using Orchestrix.Cli.Connections;
using Orchestrix.Errors;

namespace Bank.Cli.Import;

/// <summary>Where a cluster is and how it is called.</summary>
/// <param name="Gateways">Gateways of silos, each as <c>host:port</c>.</param>
/// <param name="ClusterId">The id of the cluster.</param>
/// <param name="ServiceId">The id of the service.</param>
internal sealed record ClusterAddress(IReadOnlyList<string> Gateways, string ClusterId, string ServiceId)
{
    /// <summary>The gateways as addresses; looks up names.</summary>
    /// <exception cref="ConfigurationException">One is not <c>host:port</c>, or its host is not known.</exception>
    public Task<IPEndPoint[]> ResolveAsync(CancellationToken cancellationToken) =>
        GatewayEndpoints.ResolveAsync(Gateways, cancellationToken);
}
