using System.Net;
using System.Net.Sockets;

namespace Orchestrix.Cluster.Tests.Support;

/// <summary>
/// Ports on the loopback address that nobody listens on. They lie below those that the system gives to outgoing
/// connections, so that none is taken between the look and the use, and none is given out twice.
/// </summary>
public static class FreePorts
{
    private const int First = 10_000;
    private const int Last = 19_999;

    private static readonly HashSet<int> Given = [];
    private static readonly Lock Gate = new();

    /// <summary>Several ports at once.</summary>
    public static int[] Take(int count)
    {
        lock (Gate)
        {
            var ports = new List<int>(count);
            while (ports.Count < count)
            {
                var port = Random.Shared.Next(First, Last + 1);
                if (!Given.Contains(port) && IsFree(port))
                {
                    Given.Add(port);
                    ports.Add(port);
                }
            }
            return [.. ports];
        }
    }

    private static bool IsFree(int port)
    {
        using var listener = new TcpListener(IPAddress.Loopback, port);
        try
        {
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
