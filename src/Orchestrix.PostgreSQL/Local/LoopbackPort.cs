using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;

namespace Orchestrix.PostgreSQL.Local;

/// <summary>Finds free ports.</summary>
internal static class LoopbackPort
{
    // Below the range from which the system takes ports for outgoing connections: a stopped server finds its port free.
    private const int First = 20_000;
    private const int Last = 29_999;
    private const int Attempts = 100;

    /// <summary>A port that was free a moment ago; another program may take it first.</summary>
    public static int Find()
    {
        for (var i = 0; i < Attempts; i++)
        {
            var port = RandomNumberGenerator.GetInt32(First, Last + 1);
            if (IsFree(port))
                return port;
        }

        throw new InvalidOperationException($"No free port was found between {First} and {Last}.");
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
