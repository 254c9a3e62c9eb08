using System.Net;
using System.Net.Sockets;

namespace Orchestrix.PostgreSQL.Tests.Support;

/// <summary>
/// Stands between a client and a server on the loopback address and cuts connections at a chosen moment, as a network
/// does: after the server has answered and before the client has heard of it, or before the server was asked.
/// </summary>
public sealed class CuttingProxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stopped = new();
    private readonly int _serverPort;
    private readonly Task _accepting;
    private int _answersToPass;
    private int _answersToCut;
    private int _requestsToPass;
    private int _requestsToCut;
    private int _cuts;
    private int _roundTrips;
    private int _hasAnswered = 1;

    public CuttingProxy(int serverPort)
    {
        _serverPort = serverPort;
        _listener.Start();
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        _accepting = AcceptAsync();
    }

    public int Port { get; }

    /// <summary>Number of connections cut so far.</summary>
    public int Cuts => Volatile.Read(ref _cuts);

    /// <summary>
    /// How often a client went on to ask after an answer: round trips, as long as one client at a time is at work.
    /// </summary>
    public int RoundTrips => Volatile.Read(ref _roundTrips);

    /// <summary>While true, new connections are closed at once.</summary>
    public bool IsDown { get; set; }

    /// <summary>Refuses new connections as soon as one was cut.</summary>
    public bool GoDownAfterCut { get; set; }

    /// <summary>The next answers of the server are withheld, and their connections cut.</summary>
    /// <param name="count">How many.</param>
    /// <param name="after">How many get through before.</param>
    public void CutAnswers(int count, int after = 0)
    {
        Volatile.Write(ref _answersToPass, after);
        Volatile.Write(ref _answersToCut, count);
    }

    /// <summary>The next requests never reach the server, and their connections are cut.</summary>
    /// <inheritdoc cref="CutAnswers"/>
    public void CutRequests(int count, int after = 0)
    {
        Volatile.Write(ref _requestsToPass, after);
        Volatile.Write(ref _requestsToCut, count);
    }

    public async ValueTask DisposeAsync()
    {
        await _stopped.CancelAsync();
        _listener.Stop();
        await _accepting;
        _stopped.Dispose();
    }

    private async Task AcceptAsync()
    {
        var relays = new List<Task>();
        try
        {
            while (true)
                relays.Add(RelayAsync(await _listener.AcceptTcpClientAsync(_stopped.Token)));
        }
        catch (Exception exception) when (
            exception is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            await Task.WhenAll(relays);
        }
    }

    private async Task RelayAsync(TcpClient client)
    {
        using (client)
        using (var server = new TcpClient { NoDelay = true })
        using (var closed = CancellationTokenSource.CreateLinkedTokenSource(_stopped.Token))
        {
            if (IsDown)
                return;
            client.NoDelay = true;
            try
            {
                await server.ConnectAsync(IPAddress.Loopback, _serverPort, closed.Token);
            }
            catch (SocketException)
            {
                return;
            }
            var directions = new[]
            {
                PumpAsync(client.GetStream(), server.GetStream(), Asks, closed.Token),
                PumpAsync(server.GetStream(), client.GetStream(), Answers, closed.Token),
            };
            await Task.WhenAny(directions);
            await closed.CancelAsync();
            client.Client.Close(0);
            await Task.WhenAll(directions);
        }
    }

    private bool Asks()
    {
        if (Interlocked.Exchange(ref _hasAnswered, 0) == 1)
            Interlocked.Increment(ref _roundTrips);
        return !TryTake(ref _requestsToPass) && TryTake(ref _requestsToCut);
    }

    private bool Answers()
    {
        Interlocked.Exchange(ref _hasAnswered, 1);
        return !TryTake(ref _answersToPass) && TryTake(ref _answersToCut);
    }

    private async Task PumpAsync(
        NetworkStream from, NetworkStream to, Func<bool> cut, CancellationToken cancellationToken)
    {
        var buffer = new byte[64 * 1024];
        try
        {
            int count;
            while ((count = await from.ReadAsync(buffer, cancellationToken)) > 0)
            {
                if (cut())
                {
                    Interlocked.Increment(ref _cuts);
                    IsDown |= GoDownAfterCut;
                    return;
                }
                await to.WriteAsync(buffer.AsMemory(0, count), cancellationToken);
            }
        }
        catch (Exception exception) when (
            exception is IOException or OperationCanceledException or ObjectDisposedException)
        {
            // Either end is gone; the other one learns it by the cut.
        }
    }

    private static bool TryTake(ref int left)
    {
        while (true)
        {
            var seen = Volatile.Read(ref left);
            if (seen == 0)
                return false;
            if (Interlocked.CompareExchange(ref left, seen - 1, seen) == seen)
                return true;
        }
    }
}
