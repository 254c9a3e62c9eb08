using Orchestrix.Cluster.Tests.Support;

namespace Orchestrix.Cluster.Tests.Http;

/// <summary>A silo and the API, for all tests of a class; each test uses its own account.</summary>
public sealed class ApiFixture : IAsyncLifetime
{
    public BankSilo Silo { get; private set; } = null!;

    public BankApi Api { get; private set; } = null!;

    public int GatewayPort { get; private set; }

    public async ValueTask InitializeAsync()
    {
        var ports = FreePorts.Take(2);
        GatewayPort = ports[1];
        Silo = await BankSilo.StartAsync(ports[0], ports[1]);
        Api = await BankApi.StartAsync(ports[1]);
        await Api.ReadyAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await Api.DisposeAsync();
        await Silo.DisposeAsync();
    }
}
