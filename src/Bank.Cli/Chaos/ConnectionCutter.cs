using System.Net;
using System.Net.Sockets;

namespace Bank.Cli.Chaos;

/// <summary>
/// Stands between the silos and PostgreSQL, and cuts connections when the server has answered and before the silo has
/// heard of it.
/// </summary>
internal sealed class ConnectionCutter : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stopped = new();
    private readonly int _serverPort;
    private readonly Task _accepting;
    private int _toCut;

    public ConnectionCutter(int serverPort)
    {
        _serverPort = serverPort;
        _listener.Start();
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        _accepting = AcceptAsync();
    }

    public int Port { get; }

    /// <summary>The next answers of the server are withheld, and their connections cut.</summary>
    public void CutAnswers(int count) => Interlocked.Add(ref _toCut, count);

    public async ValueTask DisposeAsync()
    {
        await _stopped.CancelAsync();
        _listener.Stop();
        await _accepting;
        _stopped.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
                RelayAsync(await _listener.AcceptTcpClientAsync(_stopped.Token)).Ignore();
        }
        catch (Exception exception) when (
            exception is OperationCanceledException or SocketException or ObjectDisposedException)
        {
        }
    }

    private async Task RelayAsync(TcpClient silo)
    {
        using (silo)
        using (var server = new TcpClient { NoDelay = true })
        using (var closed = CancellationTokenSource.CreateLinkedTokenSource(_stopped.Token))
        {
            silo.NoDelay = true;
            // A server that is down refuses, and so does this.
            await server.ConnectAsync(IPAddress.Loopback, _serverPort, closed.Token);
            var directions = new[]
            {
                PumpAsync(silo.GetStream(), server.GetStream(), static () => false, closed.Token),
                PumpAsync(server.GetStream(), silo.GetStream(), IsToBeCut, closed.Token),
            };
            await Task.WhenAny(directions);
            await closed.CancelAsync();
            silo.Client.Close(0);
            await Task.WhenAll(directions);
        }
    }

    private static async Task PumpAsync(
        NetworkStream from, NetworkStream to, Func<bool> isToBeCut, CancellationToken cancellationToken)
    {
        var buffer = new byte[64 * 1024];
        try
        {
            int count;
            while ((count = await from.ReadAsync(buffer, cancellationToken)) > 0 && !isToBeCut())
                await to.WriteAsync(buffer.AsMemory(0, count), cancellationToken);
        }
        catch (Exception exception) when (
            exception is IOException or OperationCanceledException or ObjectDisposedException)
        {
            // Either end is gone; the other one learns it by the cut.
        }
    }

    private bool IsToBeCut()
    {
        if (Volatile.Read(ref _toCut) <= 0)
            return false;
        if (Interlocked.Decrement(ref _toCut) >= 0)
            return true;
        Interlocked.Increment(ref _toCut);
        return false;
    }
}
