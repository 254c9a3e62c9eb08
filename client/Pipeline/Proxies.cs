using System.Net;
using Bank.Client.Configuration;
using Microsoft.AspNetCore.HttpOverrides;
using Orchestrix.Errors;
using IPNetwork = System.Net.IPNetwork;

namespace Bank.Client.Pipeline;

/// <summary>
/// Who a request comes from, and by http or https, as the proxies say that are known. Without one nobody is believed:
/// whoever may write the header would choose the address that the rate limit counts.
/// </summary>
internal static class Proxies
{
    public static void AddProxies(this WebApplicationBuilder builder, ApiSettings settings)
    {
        var networks = settings.KnownProxies.Select(Parse).ToArray();
        builder.Services.Configure<ForwardedHeadersOptions>(options =>
        {
            options.ForwardedHeaders = networks.Length == 0
                ? ForwardedHeaders.None
                : ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto;
            options.ForwardLimit = settings.MaxProxies;
            // By default they hold loopback.
            options.KnownProxies.Clear();
            options.KnownIPNetworks.Clear();
            foreach (var network in networks)
                options.KnownIPNetworks.Add(network);
        });
    }

    private static IPNetwork Parse(string text, int index)
    {
        // 10.1.2.3/8 is more than whoever wrote it may think, so it is asked for as what it is.
        if (IPNetwork.TryParse(text, out var network)
            && network.BaseAddress.Equals(IPAddress.Parse(text.Split('/')[0])))
        {
            return network;
        }
        if (IPAddress.TryParse(text, out var address) && address.ToString() == text)
            return new IPNetwork(address, address.GetAddressBytes().Length * 8);
        throw new ConfigurationException(
            $"{ApiSettings.Section}:{nameof(ApiSettings.KnownProxies)}:{index} is neither an address such as 10.1.2.3 "
            + "nor a network such as 10.1.0.0/16, whose bits beyond the prefix are 0.");
    }
}
