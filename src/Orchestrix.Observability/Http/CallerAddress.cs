using System.Net;
using System.Net.Sockets;

namespace Orchestrix.Observability.Http;

/// <summary>Who counts as one caller.</summary>
internal static class CallerAddress
{
    // A customer of a provider is given a network of 64 bits at least (RFC 6177), and so as many addresses as it wants.
    private const int NetworkBytes = 8;

    /// <summary>The name of a caller; everybody without an address, as behind a Unix socket, is the same one.</summary>
    public static string Of(IPAddress? address)
    {
        if (address is null)
            return "";
        if (address.IsIPv4MappedToIPv6)
            return address.MapToIPv4().ToString();
        if (address.AddressFamily != AddressFamily.InterNetworkV6)
            return address.ToString();
        var network = address.GetAddressBytes();
        network.AsSpan(NetworkBytes).Clear();
        return new IPAddress(network).ToString();
    }
}
