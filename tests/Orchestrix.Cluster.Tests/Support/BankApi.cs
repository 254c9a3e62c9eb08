using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using Bank.Client;
using Microsoft.AspNetCore.Builder;

namespace Orchestrix.Cluster.Tests.Support;

/// <summary>
/// The HTTP API on a free port, as it runs in production: Kestrel and a real connection to a gateway.
/// </summary>
public sealed class BankApi : IAsyncDisposable
{
    private readonly WebApplication _app;

    private BankApi(WebApplication app, Uri address)
    {
        _app = app;
        // Tests send headers that a well-behaved client would not.
        Http = new HttpClient(new LoopbackCookies(
            new SocketsHttpHandler { RequestHeaderEncodingSelector = static (_, _) => Encoding.UTF8 }))
        {
            BaseAddress = address,
        };
        TestKey.AddTo(Http);
    }

    public HttpClient Http { get; }

    public IServiceProvider Services => _app.Services;

    public static async Task<BankApi> StartAsync(int gatewayPort, params string[] settings)
    {
        var app = ClientApp.Build([
            "--urls=http://127.0.0.1:0",
            "--Logging:Console:LogLevel:Default=None",
            "--Logging:Console:LogLevel:Bank.Client.Problems=Error",
            // What readiness listens for.
            "--Logging:Console:LogLevel:Orchestrix.Readiness.Canary=Warning",
            "--Cluster:ClusterId=bank",
            "--Cluster:ServiceId=bank",
            "--Cluster:ConnectRetryDelay=00:00:00.05",
            string.Create(CultureInfo.InvariantCulture, $"--Cluster:GatewayPort={gatewayPort}"),
            .. TestKey.Settings.Select(static one => $"--{one.Key}={one.Value}"),
            .. settings,
        ]);
        await app.StartAsync();
        return new BankApi(app, new Uri(app.Urls.Single()));
    }

    public Task<HttpResponseMessage> GetAsync(string path, params (string Name, string Value)[] headers) =>
        SendAsync(HttpMethod.Get, path, null, headers);

    public Task<HttpResponseMessage> PostAsync(
        string path, string? json, params (string Name, string Value)[] headers) =>
        SendAsync(HttpMethod.Post, path, json, headers);

    public async Task<HttpResponseMessage> SendAsync(
        HttpMethod method, string path, string? json, params (string Name, string Value)[] headers)
    {
        ArgumentNullException.ThrowIfNull(headers);
        using var request = new HttpRequestMessage(method, path);
        if (json is not null)
            request.Content = new StringContent(json, Encoding.UTF8, new MediaTypeHeaderValue("application/json"));
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        return await Http.SendAsync(request, TestContext.Current.CancellationToken);
    }

    public async Task ReadyAsync() =>
        await Until.TrueAsync(async () => (await GetAsync("/health/ready")).IsSuccessStatusCode);

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _app.StopAsync();
        await _app.DisposeAsync();
    }
}
