using Orchestrix.Benchmarks.Processes;
using Orchestrix.Benchmarks.Workers;

namespace Orchestrix.Benchmarks.Product;

/// <summary>The same commands from an Orleans client in one process to a silo in another, over TCP.</summary>
internal sealed class GatewayWorkload : AggregateWorkload
{
    private SiloProcess? _silo;

    public override async Task StartAsync(string connectionString, CancellationToken cancellationToken)
    {
        _silo = await SiloProcess.StartAsync(connectionString, cancellationToken);
        Use(await BenchSilo.ConnectAsync(_silo.GatewayPort, cancellationToken));
    }

    public override Task<Usage> ReadOtherUsageAsync() => _silo!.ReadUsageAsync();

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        if (_silo is not null)
            await _silo.DisposeAsync();
    }
}
