using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Compliance.Classification;
using Orchestrix.Observability.Logging;

namespace Orchestrix.Observability.Http;

/// <summary>
/// Who counts as one caller: an address, of IPv6 the network of 64 bits that it is in. Logs have a hash of it: one
/// caller is told from many, and nobody is named.
/// </summary>
[Hashed]
public sealed class CallerAddress
{
    // A customer of a provider is given a network of 64 bits at least (RFC 6177), and so as many addresses as it wants.
    private const int NetworkBytes = 8;

    private readonly string _text;

    private CallerAddress(string text) => _text = text;

    /// <summary>The caller at an address.</summary>
    /// <param name="address">Where it is; everybody without one, as behind a Unix socket, is the same caller.</param>
    public static CallerAddress Of(IPAddress? address)
    {
        if (address is null)
            return new CallerAddress("unknown");
        if (address.IsIPv4MappedToIPv6)
            return new CallerAddress(address.MapToIPv4().ToString());
        if (address.AddressFamily != AddressFamily.InterNetworkV6)
            return new CallerAddress(address.ToString());
        var network = address.GetAddressBytes();
        network.AsSpan(NetworkBytes).Clear();
        return new CallerAddress(new IPAddress(network).ToString());
    }

    /// <summary>The address or network, such as <c>10.1.2.3</c> or <c>2001:db8:1:2::</c>.</summary>
    public override string ToString() => _text;

    private sealed class HashedAttribute() : DataClassificationAttribute(DataClasses.Identifier);
}
