using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Orchestrix.Errors;

namespace Orchestrix.Cli.Connections;

/// <summary>What <c>--gateway</c> names, as addresses.</summary>
internal static class GatewayEndpoints
{
    /// <summary>Reads gateways, each as <c>host:port</c>, and looks up their names.</summary>
    /// <exception cref="ConfigurationException">One is not <c>host:port</c>, or its host is not known.</exception>
    public static async Task<IPEndPoint[]> ResolveAsync(
        IEnumerable<string> gateways, CancellationToken cancellationToken)
    {
        var endpoints = new List<IPEndPoint>();
        foreach (var gateway in gateways)
            endpoints.AddRange(await ResolveAsync(gateway, cancellationToken));
        return [.. endpoints];
    }

    private static async Task<IEnumerable<IPEndPoint>> ResolveAsync(string gateway, CancellationToken cancellationToken)
    {
        var colon = gateway.LastIndexOf(':');
        var isPort = int.TryParse(
            gateway[(colon + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out var port);
        if (colon < 1 || !isPort || port is < 1 or > IPEndPoint.MaxPort)
        {
            throw new ConfigurationException(
                $"--gateway {gateway} must be of the form host:port, for example 127.0.0.1:30000.");
        }
        try
        {
            var addresses = await Dns.GetHostAddressesAsync(gateway[..colon].Trim('[', ']'), cancellationToken);
            return addresses.Select(address => new IPEndPoint(address, port));
        }
        catch (SocketException exception)
        {
            throw new ConfigurationException(
                $"The host of --gateway {gateway} is not known: {exception.Message}", exception);
        }
    }
}
