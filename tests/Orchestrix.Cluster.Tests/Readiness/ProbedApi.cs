using System.Net;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Orchestrix.Cluster.Tests.Support;

namespace Orchestrix.Cluster.Tests.Readiness;

/// <summary>An HTTP API, and what is wrong with it.</summary>
internal sealed record ProbedApi(
    bool IsPlain = false, int MadeDaysAgo = 0, string? Open = null, bool HasHeaders = true, string Host = "127.0.0.1",
    bool IsStrict = false, string Document = ProbedApi.Writes, (int Status, string? Location)? Form = null)
{
    private const string Writes = """
        {"paths":{"/things":{"get":{},"post":{}},"/things/{id}":{"delete":{}},"/things/{number}/parts":{"put":{}}},
        "x-forms":{"/pages/act":["put"],"/pages/leave":["post"]},"x-sign-in":"/pages/enter"}
        """;

    /// <summary>Where a form leads who has no identity.</summary>
    public const string SignIn = "/pages/enter?return=%2Fpages%2Fleave";

    /// <summary>Makes it; it listens once it is started.</summary>
    /// <param name="certificate">What it shows.</param>
    /// <param name="port">Where it will listen.</param>
    public WebApplication Build(X509Certificate2 certificate, out int port)
    {
        var free = port = FreePorts.Take(1)[0];
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = !HasHeaders;
            kestrel.Listen(IPAddress.Parse(Host), free, listen =>
            {
                if (!IsPlain)
                    listen.UseHttps(certificate);
            });
        });
        var app = builder.Build();
        app.Run(context =>
        {
            if (HasHeaders)
                context.Response.Headers.XContentTypeOptions = "nosniff";
            if (IsStrict)
                context.Response.Headers.StrictTransportSecurity = "max-age=31536000";
            if (context.Request.Path == "/openapi/v1.json")
                return context.Response.WriteAsync(Document);
            if (context.Request.Path == "/pages/leave")
            {
                (context.Response.StatusCode, context.Response.Headers.Location) = Form ?? (302, SignIn);
                return Task.CompletedTask;
            }
            context.Response.StatusCode = context.Request.Path == Open ? 204
                : context.Request.Path == "/pages/act" && !HttpMethods.IsPut(context.Request.Method) ? 405
                : context.Request.Path == "/things/readiness-probe/parts" ? 404
                : 401;
            return Task.CompletedTask;
        });
        return app;
    }
}
