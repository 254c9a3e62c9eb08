using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Orchestrix.Cluster.Tests.Support;
using Orchestrix.PostgreSQL.Tests;

namespace Orchestrix.Cluster.Tests.Observability;

/// <summary>
/// A silo and the API as processes in Production, on PostgreSQL, that send every span to a receiver: the silo over
/// gRPC, the API over HTTP.
/// </summary>
internal sealed class ObservedBank : IAsyncDisposable
{
    private ObservedBank(TestDatabase database, OtlpReceiver receiver, SiloProcess silo, ApiProcess api) =>
        (Database, Receiver, Silo, Api) = (database, receiver, silo, api);

    public TestDatabase Database { get; }

    public OtlpReceiver Receiver { get; }

    public SiloProcess Silo { get; }

    public ApiProcess Api { get; }

    public static async Task<ObservedBank> StartAsync(
        PostgresFixture fixture, params (string Name, string? Value)[] settings)
    {
        var database = await fixture.CreateDatabaseAsync();
        var receiver = await OtlpReceiver.StartAsync();
        (string, string?)[] common =
        [
            ("DOTNET_ENVIRONMENT", "Production"),
            ("Observability__Tracing__SamplingRatio", "1"),
            ("OTEL_BSP_SCHEDULE_DELAY", "100"),
            .. settings,
        ];
        var silo = SiloProcess.Start([
            .. common,
            ("ConnectionStrings__Orchestrix", database.ApplicationConnectionString),
            ("ConnectionStrings__OrchestrixOwner", database.OwnerConnectionString),
            ("Observability__Tracing__OtlpEndpoint", receiver.Grpc),
        ]);
        var api = ApiProcess.Start(silo.GatewayPort, [
            .. common,
            ("Api__RateLimitPermits", "1000000"),
            ("Ops__IsEnabled", "true"),
            ("Observability__Tracing__OtlpEndpoint", receiver.Http),
            ("Observability__Tracing__Transport", "HttpProtobuf"),
        ]);
        var bank = new ObservedBank(database, receiver, silo, api);
        await silo.UntilAsync("/health/ready", 200);
        await api.ReadyAsync();
        return bank;
    }

    /// <summary>Sends a request, within a trace of the caller if one is given.</summary>
    /// <returns>The status and the body of the answer.</returns>
    public async Task<(int Status, string Body)> SendAsync(
        HttpMethod method, string path, JsonNode? body = null, string? traceParent = null, string? key = null)
    {
        using var request = new HttpRequestMessage(method, path);
        if (body is not null)
            request.Content = JsonContent.Create(body);
        if (traceParent is not null)
            request.Headers.TryAddWithoutValidation("traceparent", traceParent);
        if (method == HttpMethod.Post)
            request.Headers.TryAddWithoutValidation("Idempotency-Key", key ?? Guid.NewGuid().ToString("N"));
        using var response = await Api.Http.SendAsync(request, TestContext.Current.CancellationToken);
        return ((int)response.StatusCode, await response.Content.ReadAsStringAsync());
    }

    public Task<(int Status, string Body)> PostAsync(string path, JsonNode body, string? traceParent = null) =>
        SendAsync(HttpMethod.Post, path, body, traceParent);

    public async ValueTask DisposeAsync()
    {
        await Api.DisposeAsync();
        await Silo.DisposeAsync();
        await Receiver.DisposeAsync();
        await Database.DisposeAsync();
    }
}
