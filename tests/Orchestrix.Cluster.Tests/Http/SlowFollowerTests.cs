using System.Globalization;
using System.Net;
using System.Net.ServerSentEvents;
using System.Net.Sockets;
using System.Text;
using Orchestrix.Cluster.Tests.Support;
using Orchestrix.Events;
using Orchestrix.Feed;

namespace Orchestrix.Cluster.Tests.Http;

/// <summary>Callers of <c>GET /events</c> that take more time than they have.</summary>
public sealed class SlowFollowerTests(ApiFixture fixture) : IClassFixture<ApiFixture>
{
    // More than the buffers of both ends of a connection hold, which the kernel lets grow to some MiB.
    private const int Events = 3_000;
    private const int EventBytes = 8 * 1024;

    [Fact]
    public async Task A_caller_that_reads_nothing_is_cut_off_and_gets_no_more_than_the_buffers_hold()
    {
        var head = await FillAsync(Events, EventBytes);
        await using var api = await StartAsync();
        using var socket = new TcpClient { ReceiveBufferSize = 256 * 1024 };
        await socket.ConnectAsync(IPAddress.Loopback, api.Http.BaseAddress!.Port);
        await socket.GetStream().WriteAsync(
            Encoding.ASCII.GetBytes("GET /events?after=0 HTTP/1.1\r\nHost: localhost\r\n"
                + $"Authorization: Bearer {TestKey.Text}\r\n\r\n"));
        var status = new byte["HTTP/1.1 200 OK".Length];
        await socket.GetStream().ReadExactlyAsync(status);
        Assert.Equal("HTTP/1.1 200 OK", Encoding.ASCII.GetString(status));

        await UntilFreeAsync(api);

        var received = await DrainAsync(socket);
        Assert.DoesNotContain($"id: {head}\n", received, StringComparison.Ordinal);
        Assert.InRange(received.Length, 1, Events * EventBytes * 3 / 4);
    }

    [Fact]
    public async Task A_caller_that_was_cut_off_comes_back_and_misses_nothing()
    {
        var head = await FillAsync(Events, EventBytes);
        await using var api = await StartAsync();
        var seen = new List<long>();
        Assert.False(await ReadAsync(api, seen, head, dawdlesAfter: 50));

        await Until.TrueAsync(() => ReadAsync(api, seen, head));

        Assert.Equal(Enumerable.Range(1, (int)head).Select(static one => (long)one), seen);
    }

    [Fact]
    public async Task An_answer_of_the_tail_ends_after_its_bytes_and_the_next_goes_on_there()
    {
        var head = await FillAsync(events: 7, bytes: LogTailRequest.MaxBytes / 3);
        var tail = fixture.Silo.Grains.GetGrain<ILogTailGrain>(0);
        var pages = new List<LogPage>();
        for (var after = head - 7; after < head; after = pages[^1].ScannedTo)
        {
            pages.Add(await tail.ReadAsync(
                new LogTailRequest { After = after }, TestContext.Current.CancellationToken));
        }

        Assert.All(pages, static page => Assert.True(page.Events.Count <= 3));
        Assert.Equal(
            Enumerable.Range(1, 7).Select(number => head - 7 + number),
            pages.SelectMany(static page => page.Events).Select(static one => one.Position));
    }

    /// <summary>An API that gives a caller a second, and has a place for one.</summary>
    private async Task<BankApi> StartAsync()
    {
        var api = await BankApi.StartAsync(
            fixture.GatewayPort, "--Api:EventStreamWriteTimeout=00:00:01", "--Api:MaxEventStreams=1");
        await api.ReadyAsync();
        return api;
    }

    /// <summary>Appends large events, and returns the end of the log.</summary>
    private async Task<long> FillAsync(int events, int bytes)
    {
        const int perCommit = 100;
        var data = Encoding.UTF8.GetBytes($"{{\"text\":\"{new string('x', bytes - 11)}\"}}");
        for (var done = 0; done < events; done += perCommit)
        {
            await fixture.Silo.Store.AppendAsync([
                new Commit
                {
                    Stream = StreamId.For("test", Guid.NewGuid().ToString("N")),
                    ExpectedVersion = ExpectedVersion.NoStream,
                    CommitId = Guid.CreateVersion7(),
                    Events =
                    [
                        .. Enumerable.Range(0, Math.Min(perCommit, events - done)).Select(_ =>
                            new EventData(Guid.CreateVersion7(), "test.large", 1, data)),
                    ],
                },
            ]);
        }
        return await fixture.Silo.Store.ReadHeadAsync();
    }

    /// <summary>
    /// Follows behind the last event it has, until the head is there; false if it was cut off or found no place.
    /// </summary>
    private static async Task<bool> ReadAsync(BankApi api, List<long> seen, long head, int? dawdlesAfter = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/events?after=0");
        if (seen.Count > 0)
            request.Headers.Add("Last-Event-ID", seen[^1].ToString(CultureInfo.InvariantCulture));
        using var response = await api.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        if (response.StatusCode == HttpStatusCode.ServiceUnavailable)
            return false;
        try
        {
            await foreach (var item in SseParser.Create(await response.Content.ReadAsStreamAsync()).EnumerateAsync())
            {
                seen.Add(long.Parse(item.EventId!, CultureInfo.InvariantCulture));
                if (seen.Count == dawdlesAfter)
                    await UntilFreeAsync(api);
                if (seen[^1] == head)
                    return true;
            }
        }
        // The server ends a connection like this in the middle of an event.
        catch (Exception exception) when (exception is HttpRequestException or IOException)
        {
            Assert.NotNull(dawdlesAfter);
        }
        return false;
    }

    /// <summary>Until the API has a place for another follower.</summary>
    private static Task UntilFreeAsync(BankApi api) => Until.TrueAsync(async () =>
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/events");
        using var answer = await api.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        return answer.StatusCode == HttpStatusCode.OK;
    });

    /// <summary>What arrived before the connection was ended.</summary>
    private static async Task<string> DrainAsync(TcpClient socket)
    {
        using var received = new MemoryStream();
        try
        {
            await socket.GetStream().CopyToAsync(received).WaitAsync(TimeSpan.FromSeconds(30));
        }
        catch (IOException)
        {
            // The server has reset it.
        }
        return Encoding.UTF8.GetString(received.ToArray());
    }
}
