using System.Net;
using System.Net.Sockets;

namespace Orchestrix.Cluster.Tests.Support;

/// <summary>Ports on the loopback address that nobody listens on.</summary>
public static class FreePorts
{
    /// <summary>Several ports at once, so that none is given out twice.</summary>
    public static int[] Take(int count)
    {
        var listeners = Enumerable.Range(0, count).Select(_ => new TcpListener(IPAddress.Loopback, 0)).ToArray();
        try
        {
            foreach (var listener in listeners)
                listener.Start();
            return [.. listeners.Select(listener => ((IPEndPoint)listener.LocalEndpoint).Port)];
        }
        finally
        {
            foreach (var listener in listeners)
                listener.Dispose();
        }
    }
}
