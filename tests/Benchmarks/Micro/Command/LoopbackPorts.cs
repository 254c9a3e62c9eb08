using System.Net;
using System.Net.Sockets;

namespace Orchestrix.Benchmarks.Micro.Command;

/// <summary>Ports that nobody listens on.</summary>
internal static class LoopbackPorts
{
    public static int Next()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
