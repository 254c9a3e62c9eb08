using Orchestrix.Cluster.Tests.Support;
using Orchestrix.Hosting;
using Orchestrix.Readiness;

namespace Orchestrix.Cluster.Tests.Readiness;

/// <summary>A real silo in which something is broken, and what readiness says of it.</summary>
public abstract class BrokenSilo : IAsyncDisposable
{
    private BankSilo? _silo;

    /// <summary>What one silo has whose reminders are in memory and whose ports are open.</summary>
    protected static IReadOnlyList<string> Expected { get; } =
        ["cluster.reminders", "cluster.silos", "security.cluster-certificates", "security.cluster-tls"];

    protected static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>The one that was started last.</summary>
    protected BankSilo Silo => _silo!;

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        if (_silo is not null)
            await _silo.DisposeAsync();
    }

    protected static string[] Failed(IEnumerable<CheckResult> results) =>
    [
        .. results.Where(static one => one.Outcome == CheckOutcome.Failed).Select(static one => one.Check.Id)
            .Order(StringComparer.Ordinal),
    ];

    protected static string Evidence(IEnumerable<CheckResult> results, string id) =>
        results.Single(one => one.Check.Id == id).Evidence;

    protected async Task StartAsync(Action<OrchestrixBuilder> add)
    {
        var ports = FreePorts.Take(2);
        _silo = await BankSilo.StartAsync(ports[0], ports[1], add: add);
    }

    protected Task<IReadOnlyList<CheckResult>> CheckAsync() =>
        Silo.Grains.GetGrain<IReadinessGrain>(0).CheckAsync(ReadinessProfile.Production, Stop);

    protected async Task<string[]> FailedAsync() => Failed(await CheckAsync());
}
