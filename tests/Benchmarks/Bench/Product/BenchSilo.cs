using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orchestrix.Hosting;
using Orchestrix.PostgreSQL.Hosting;
using Orleans.Runtime;

namespace Orchestrix.Benchmarks.Product;

/// <summary>A silo with Orchestrix and the grains of the benchmark, with default options.</summary>
internal static class BenchSilo
{
    public static Task<IHost> StartAsync(
        string connectionString, int siloPort, int gatewayPort, CancellationToken cancellationToken) =>
        StartAsync(
            siloPort, gatewayPort,
            orchestrix => orchestrix.UsePostgreSQL(connectionString).AddEvents(BenchJson.Default), cancellationToken);

    /// <summary>A cluster of one silo, with whatever it is to have.</summary>
    public static Task<IHost> StartAsync(
        int siloPort, int gatewayPort, Action<OrchestrixBuilder> configure, CancellationToken cancellationToken)
    {
        var builder = CreateBuilder();
        builder.UseOrleans(silo => silo.UseLocalhostClustering(siloPort, gatewayPort).AddOrchestrix(configure));
        return StartAsync(builder, cancellationToken);
    }

    public static async Task<IHost> ConnectAsync(int gatewayPort, CancellationToken cancellationToken)
    {
        var builder = CreateBuilder();
        builder.UseOrleansClient(client => client.UseLocalhostClustering(gatewayPort));
        return await StartAsync(builder, cancellationToken);
    }

    /// <summary>Deactivates every idle grain.</summary>
    public static Task DeactivateAllAsync(IGrainFactory grains) =>
        grains.GetGrain<IManagementGrain>(0).ForceActivationCollection(TimeSpan.Zero);

    private static HostApplicationBuilder CreateBuilder()
    {
        var builder = Host.CreateApplicationBuilder(
            new HostApplicationBuilderSettings
            {
                EnvironmentName = Environments.Development,
                // Configuration is watched with all that lies beneath it, and the server writes beneath the working
                // directory.
                ContentRootPath = AppContext.BaseDirectory,
            });
        builder.Logging.ClearProviders().AddConsole(options => options.LogToStandardErrorThreshold = LogLevel.Trace)
            .SetMinimumLevel(LogLevel.Warning);
        return builder;
    }

    private static async Task<IHost> StartAsync(HostApplicationBuilder builder, CancellationToken cancellationToken)
    {
        var host = builder.Build();
        await host.StartAsync(cancellationToken);
        return host;
    }
}
