using System.Globalization;
using System.Text.Json;
using Orchestrix.Benchmarks.Workers;

namespace Orchestrix.Benchmarks.Processes;

/// <summary>A silo in a process of its own, which the worker that calls it over TCP starts and stops.</summary>
internal sealed class SiloProcess : IAsyncDisposable
{
    private readonly GuardedProcess _process;

    private SiloProcess(GuardedProcess process, int gatewayPort) => (_process, GatewayPort) = (process, gatewayPort);

    public int GatewayPort { get; }

    public static async Task<SiloProcess> StartAsync(string connectionString, CancellationToken cancellationToken)
    {
        var process = await GuardedProcess.StartAsync(
            Programs.Dotnet(Programs.Bench, "silo"), Programs.Environments(connectionString), "/dev/stderr",
            leadsGroup: false);
        return new SiloProcess(process, int.Parse(
            await ReadLineAsync(process, cancellationToken), CultureInfo.InvariantCulture));
    }

    public async Task<Usage> ReadUsageAsync()
    {
        await _process.Input.WriteLineAsync();
        await _process.Input.FlushAsync();
        return JsonSerializer.Deserialize<Usage>(await ReadLineAsync(_process, CancellationToken.None), Worker.Json)!;
    }

    public ValueTask DisposeAsync() => _process.DisposeAsync();

    private static async Task<string> ReadLineAsync(GuardedProcess process, CancellationToken cancellationToken) =>
        await process.Output.ReadLineAsync(cancellationToken) ?? throw new WorkerFailedException("The silo ended.");
}
