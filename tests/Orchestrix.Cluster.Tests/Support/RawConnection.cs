using System.Net.Sockets;
using System.Text;

namespace Orchestrix.Cluster.Tests.Support;

/// <summary>A connection that sends bytes as they are: what no HTTP library would send.</summary>
internal sealed class RawConnection : IAsyncDisposable
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);

    private readonly TcpClient _client = new();

    private RawConnection()
    {
    }

    public static async Task<RawConnection> OpenAsync(Uri address)
    {
        var connection = new RawConnection();
        await connection._client.ConnectAsync(address.Host, address.Port, TestContext.Current.CancellationToken);
        return connection;
    }

    /// <summary>What a server answers to some bytes until it closes the connection.</summary>
    public static async Task<string> AnswerAsync(Uri address, string bytes)
    {
        await using var connection = await OpenAsync(address);
        await connection.SendAsync(bytes);
        return await connection.ReadToEndAsync();
    }

    /// <summary>Sends a text, each character as one byte.</summary>
    public async Task SendAsync(string bytes) => await _client.GetStream().WriteAsync(
        Encoding.Latin1.GetBytes(bytes), TestContext.Current.CancellationToken);

    /// <summary>All that comes until the server closes the connection.</summary>
    /// <exception cref="OperationCanceledException">It has not done so within 30 s.</exception>
    public async Task<string> ReadToEndAsync()
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        end.CancelAfter(Deadline);
        var text = new StringBuilder();
        var buffer = new byte[4096];
        try
        {
            while (await _client.GetStream().ReadAsync(buffer, end.Token) is > 0 and var count)
                text.Append(Encoding.UTF8.GetString(buffer, 0, count));
        }
        catch (IOException)
        {
            // Closed with bytes of ours unread, which TCP calls a reset.
        }
        return text.ToString();
    }

    public ValueTask DisposeAsync()
    {
        _client.Dispose();
        return ValueTask.CompletedTask;
    }
}
