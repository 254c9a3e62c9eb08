using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Orchestrix.Benchmarks.Product;

namespace Orchestrix.Benchmarks.Observability;

/// <summary>
/// Takes spans by OTLP over HTTP, and scrapes every five seconds, three times as often as <c>deploy/prometheus</c>. It
/// shares the machine with the silo and so makes observing look dearer than it is where both are elsewhere.
/// </summary>
internal sealed class Collector : IAsyncDisposable
{
    private static readonly TimeSpan ScrapeInterval = TimeSpan.FromSeconds(5);

    private readonly HttpClient _http = new();
    private readonly WebApplication _receiver;
    private long _scrapes;
    private long _scrapeBytes;
    private long _spanBytes;

    private Collector(WebApplication receiver, Uri address)
    {
        (_receiver, Address) = (receiver, address);
        receiver.MapPost("/v1/traces", ReceiveAsync);
    }

    /// <summary>Where spans are to be sent.</summary>
    public Uri Address { get; }

    public long Scrapes => Interlocked.Read(ref _scrapes);

    public long ScrapeBytes => Interlocked.Read(ref _scrapeBytes);

    public long SpanBytes => Interlocked.Read(ref _spanBytes);

    public static async Task<Collector> StartAsync(CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        var address = new Uri($"http://127.0.0.1:{LoopbackPorts.Next()}");
        builder.WebHost.UseUrls(address.ToString());
        var collector = new Collector(builder.Build(), address);
        await collector._receiver.StartAsync(cancellationToken);
        return collector;
    }

    /// <summary>Scrapes an address until cancelled.</summary>
    public async Task ScrapeAsync(Uri address, CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(ScrapeInterval);
        try
        {
            while (await timer.WaitForNextTickAsync(cancellationToken))
            {
                var answer = await _http.GetByteArrayAsync(address, cancellationToken);
                Interlocked.Increment(ref _scrapes);
                Interlocked.Exchange(ref _scrapeBytes, answer.Length);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
        }
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _receiver.StopAsync();
        await _receiver.DisposeAsync();
    }

    private async Task ReceiveAsync(HttpContext context)
    {
        var buffer = new byte[65_536];
        int read;
        while ((read = await context.Request.Body.ReadAsync(buffer, context.RequestAborted)) > 0)
            Interlocked.Add(ref _spanBytes, read);
        context.Response.ContentType = "application/x-protobuf";
    }
}
