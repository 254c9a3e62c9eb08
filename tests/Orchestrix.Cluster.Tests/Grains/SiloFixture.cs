using Orchestrix.Cluster.Tests.Support;

namespace Orchestrix.Cluster.Tests.Grains;

/// <summary>One silo for all tests of a class; each test uses its own account.</summary>
public sealed class SiloFixture : IAsyncLifetime
{
    public BankSilo Silo { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Silo = await BankSilo.StartAsync();

    public ValueTask DisposeAsync() => Silo.DisposeAsync();
}
