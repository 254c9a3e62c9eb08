using System.Text.Json;
using Orchestrix.Benchmarks.Workers;

namespace Orchestrix.Benchmarks.Product;

/// <summary>
/// The process of a silo alone. Says its gateway's port when it is ready, then answers each line with the
/// <see cref="Usage"/> of the process. Ends with its standard input.
/// </summary>
internal static class SiloServer
{
    public static async Task RunAsync(string connectionString, CancellationToken cancellationToken)
    {
        var gatewayPort = LoopbackPorts.Next();
        using var host = await BenchSilo.StartAsync(
            connectionString, LoopbackPorts.Next(), gatewayPort, cancellationToken);
        await Console.Out.WriteLineAsync($"{gatewayPort}");
        while (await Console.In.ReadLineAsync(cancellationToken) is not null)
            await Console.Out.WriteLineAsync(JsonSerializer.Serialize(Usage.OfThisProcess(), Worker.Json));
        await host.StopAsync(CancellationToken.None);
    }
}
