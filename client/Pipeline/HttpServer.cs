using System.Net;
using Bank.Client.Configuration;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Orchestrix.Errors;
using Orchestrix.Observability.Http;

namespace Bank.Client.Pipeline;

/// <summary>Where the API listens, and what it puts up with before a request is one.</summary>
internal static class HttpServer
{
    /// <summary>Where it listens if nothing else is configured: on this machine only.</summary>
    private const string DefaultUrl = "http://127.0.0.1:5080";

    public static void AddServer(this WebApplicationBuilder builder, ApiSettings settings)
    {
        builder.WebHost.UseHttpServerLimits(settings);
        builder.Services.AddSingleton<HttpCertificate>();
        builder.Services.AddOptions<KestrelServerOptions>().Configure<HttpCertificate>(static (kestrel, certificate) =>
            kestrel.ConfigureHttpsDefaults(https =>
                https.OnAuthenticate = (_, handshake) => certificate.Show(handshake)));
        var urls = Urls(builder.Configuration);
        if (urls.Count == 0)
            builder.WebHost.UseUrls(DefaultUrl);
        if (settings.IsPlainHttpAllowed || !builder.Environment.IsProduction())
            return;
        if (urls.FirstOrDefault(IsBare) is { } url)
        {
            throw new ConfigurationException($"In Production the API does not listen on {url}: keys and tokens would "
                + "travel in the clear. Configure Kestrel:Endpoints with an https address and a certificate, or set "
                + "Api:IsPlainHttpAllowed=true if something in front of it speaks TLS.");
        }
    }

    /// <summary>As the server reads them: endpoints before addresses, and addresses before ports.</summary>
    private static List<string> Urls(ConfigurationManager configuration)
    {
        var endpoints = configuration.GetSection("Kestrel:Endpoints").GetChildren().ToList();
        if (endpoints.Count > 0)
            return [.. endpoints.Select(static endpoint => endpoint["Url"] ?? "")];
        if (Split(WebHostDefaults.ServerUrlsKey) is { Length: > 0 } urls)
            return [.. urls];
        return
        [
            .. Split(WebHostDefaults.HttpPortsKey).Select(static port => $"http://*:{port}"),
            .. Split(WebHostDefaults.HttpsPortsKey).Select(static port => $"https://*:{port}"),
        ];

        string[] Split(string key) => configuration[key]?.Split(
            ';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [];
    }

    private static bool IsBare(string url)
    {
        if (!url.StartsWith("http:", StringComparison.OrdinalIgnoreCase))
            return false;
        var address = BindingAddress.Parse(url);
        return !address.IsUnixPipe && !string.Equals(address.Host, "localhost", StringComparison.OrdinalIgnoreCase)
            && !(IPAddress.TryParse(address.Host, out var ip) && IPAddress.IsLoopback(ip));
    }
}
