using Bank.Client.Auth;
using Bank.Contracts.Security;
using Orchestrix.Cluster.Tests.Support;

namespace Orchestrix.Cluster.Tests.Security;

/// <summary>An API with a key for each role.</summary>
public sealed class KeyFixture : IAsyncLifetime
{
    private BankSilo _silo = null!;

    public BankApi Api { get; private set; } = null!;

    /// <summary>Where the silo takes clients.</summary>
    public int GatewayPort { get; private set; }

    /// <summary>A client that carries no key of its own.</summary>
    public HttpClient Anonymous { get; private set; } = null!;

    public IReadOnlyDictionary<string, ApiKey> Keys { get; } =
        Roles.All.ToDictionary(static role => role, static _ => ApiKey.New());

    public ApiKey Expired { get; } = ApiKey.New();

    public async ValueTask InitializeAsync()
    {
        var ports = FreePorts.Take(2);
        GatewayPort = ports[1];
        _silo = await BankSilo.StartAsync(ports[0], ports[1]);
        var now = TimeProvider.System.GetUtcNow();
        var keys = Keys.SelectMany((one, index) =>
            one.Value.ToSettings(index + 1, $"of-{one.Key}", [one.Key], now.AddHours(1)));
        var expired = Expired.ToSettings(Keys.Count + 1, "expired", [Roles.Admin], now.AddSeconds(-1));
        Api = await BankApi.StartAsync(
            ports[1],
            [.. keys.Concat(expired).Select(static one => $"--{one.Key}={one.Value}"), "--Ops:IsEnabled=true"]);
        Anonymous = new HttpClient { BaseAddress = Api.Http.BaseAddress };
        await Api.ReadyAsync();
    }

    public async ValueTask DisposeAsync()
    {
        Anonymous.Dispose();
        await Api.DisposeAsync();
        await _silo.DisposeAsync();
    }
}
