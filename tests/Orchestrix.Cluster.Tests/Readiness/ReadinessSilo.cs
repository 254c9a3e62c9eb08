using Orchestrix.Cluster.Tests.Support;

namespace Orchestrix.Cluster.Tests.Readiness;

/// <summary>A silo in this process, for what is measured from outside.</summary>
public sealed class ReadinessSilo : IAsyncLifetime
{
    private BankSilo _silo = null!;
    private int _port;

    /// <summary>The arguments that reach it.</summary>
    public string[] Arguments =>
        ["--gateway", FormattableString.Invariant($"127.0.0.1:{_port}"), "--cluster-id", "bank"];

    public async ValueTask InitializeAsync()
    {
        var ports = FreePorts.Take(2);
        _port = ports[1];
        _silo = await BankSilo.StartAsync(ports[0], ports[1]);
    }

    public ValueTask DisposeAsync() => _silo.DisposeAsync();
}
