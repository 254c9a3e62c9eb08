using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;
using Orchestrix.Cluster.Tests.Support;

namespace Orchestrix.Cluster.Tests.Observability;

/// <summary>
/// Takes spans by OTLP, over gRPC and over HTTP, as a collector does. Keeps what arrived, whole and read.
/// </summary>
internal sealed class OtlpReceiver : IAsyncDisposable
{
    // A flag for compression and the length stand before a message of gRPC.
    private const int GrpcPrefix = 5;

    private readonly ConcurrentQueue<byte[]> _requests = new();
    private readonly ConcurrentQueue<OtlpSpan> _spans = new();
    private readonly WebApplication _app;

    private OtlpReceiver(WebApplication app, int grpcPort, int httpPort)
    {
        (_app, Grpc, Http) = (app, Loopback(grpcPort), Loopback(httpPort));
        app.MapPost("/opentelemetry.proto.collector.trace.v1.TraceService/Export", TakeGrpcAsync);
        app.MapPost("/v1/traces", TakeHttpAsync);
    }

    /// <summary>Where it takes spans over gRPC.</summary>
    public string Grpc { get; }

    /// <summary>Where it takes spans over HTTP.</summary>
    public string Http { get; }

    /// <summary>Every span that has arrived.</summary>
    public IReadOnlyCollection<OtlpSpan> Spans => _spans;

    /// <summary>Every request as it arrived.</summary>
    public IReadOnlyCollection<byte[]> Requests => _requests;

    public static async Task<OtlpReceiver> StartAsync()
    {
        var ports = FreePorts.Take(2);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(IPAddress.Loopback, ports[0], static one => one.Protocols = HttpProtocols.Http2);
            kestrel.Listen(IPAddress.Loopback, ports[1], static one => one.Protocols = HttpProtocols.Http1);
        });
        var receiver = new OtlpReceiver(builder.Build(), ports[0], ports[1]);
        await receiver._app.StartAsync();
        return receiver;
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
    }

    private async Task TakeGrpcAsync(HttpContext context)
    {
        var body = await ReadAsync(context.Request);
        Take(body[GrpcPrefix..]);
        context.Response.ContentType = "application/grpc";
        context.Response.AppendTrailer("grpc-status", "0");
        await context.Response.Body.WriteAsync(new byte[GrpcPrefix], context.RequestAborted);
    }

    private async Task TakeHttpAsync(HttpContext context)
    {
        Take(await ReadAsync(context.Request));
        context.Response.ContentType = "application/x-protobuf";
    }

    private void Take(byte[] message)
    {
        _requests.Enqueue(message);
        foreach (var span in OtlpMessage.Spans(message))
            _spans.Enqueue(span);
    }

    private static async Task<byte[]> ReadAsync(HttpRequest request)
    {
        using var body = new MemoryStream();
        await request.Body.CopyToAsync(body, request.HttpContext.RequestAborted);
        return body.ToArray();
    }

    private static string Loopback(int port) =>
        string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}");
}
