using Bank.Client.Auth;
using Bank.Client.Cluster;
using Bank.Client.Configuration;
using Bank.Client.Endpoints;
using Bank.Client.Health;
using Bank.Client.OpenApi;
using Bank.Client.Ops;
using Bank.Client.Pipeline;
using Bank.Client.Problems;
using Orchestrix.Observability.Hosting;

namespace Bank.Client;

/// <summary>Puts the HTTP API together.</summary>
public static class ClientApp
{
    /// <summary>Builds the host; nothing is started and no silo is needed yet.</summary>
    /// <param name="args">Settings such as <c>--Cluster:GatewayPort=30001</c>.</param>
    /// <exception cref="Orchestrix.Errors.ConfigurationException">A setting is missing or out of range.</exception>
    public static WebApplication Build(string[] args)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            Args = args,
            ApplicationName = typeof(ClientApp).Assembly.GetName().Name,
            ContentRootPath = AppContext.BaseDirectory,
        });
        var settings = Settings.Read<ApiSettings>(builder.Configuration, ApiSettings.Section);
        builder.AddServer(settings);
        builder.AddProxies(settings);
        builder.AddOrchestrixObservability();
        builder.AddCluster(ClusterSettings.Read(builder.Configuration));
        builder.AddAuth();

        var services = builder.Services;
        services.AddSingleton(settings);
        services.Configure<RouteHandlerOptions>(options => options.ThrowOnBadRequest = true);
        services.ConfigureHttpJsonOptions(JsonSettings.Apply);
        services.AddExceptionHandler<ProblemExceptionHandler>();
        services.AddRateLimiting(settings);
        services.AddClusterHealth();
        services.AddApiDocument();
        var ops = Settings.Read<OpsSettings>(builder.Configuration, OpsSettings.Section);
        if (ops.IsEnabled)
            services.AddOpsSite(ops);

        var app = builder.Build();
        Configure(app);
        if (ops.IsEnabled)
        {
            app.MapOpsSite();
            app.MapDeadLetters();
            app.MapProjections();
            app.MapSubscriptions();
            app.MapSagas();
            app.MapReadiness();
            app.MapLog();
        }
        return app;
    }

    private static void Configure(WebApplication app)
    {
        app.UseForwardedHeaders();
        app.UseMiddleware<HeadersMiddleware>();
        app.UseMiddleware<CorrelationMiddleware>();
        app.UseExceptionHandler(static _ => { });
        app.UseStatusCodePages(static pages => ProblemTypes.ForStatus(pages.HttpContext.Response.StatusCode) is { } type
            ? new ProblemResult(type).ExecuteAsync(pages.HttpContext)
            : Task.CompletedTask);
        app.UseMiddleware<TextMiddleware>();
        app.UseRateLimiter();
        app.UseAuth();
        app.MapClusterHealth();
        app.MapOpenApi().AllowAnonymous();
        app.MapAccounts();
        app.MapTransfers();
        app.MapStandingOrders();
        app.MapBank();
        app.MapEventStream();
        app.MapStreams();
    }
}
