using Microsoft.Extensions.DependencyInjection;
using Orchestrix.Cluster.Tests.Support;
using Orchestrix.Readiness;

namespace Orchestrix.Cluster.Tests.Readiness;

/// <summary>A silo in this process, for what is measured from outside.</summary>
public sealed class ReadinessSilo : IAsyncLifetime
{
    /// <summary>What production asks for and it lacks, however it is measured from outside.</summary>
    private static readonly string[] _lacking =
        ["cluster.reminders", "cluster.silos", "security.cluster-certificates", "security.cluster-tls"];

    /// <summary>What cannot be measured without being told where.</summary>
    private static readonly string[] _untold =
    [
        "backups.base", "backups.drill", "errors.alert-delivery", "errors.alert-rules", "observability.scrape",
        "security.http-authentication", "security.http-certificate", "security.http-headers", "security.http-tls",
    ];

    private readonly Known _store = new();
    private BankSilo _silo = null!;
    private int _port;

    /// <summary>The arguments that reach it.</summary>
    public string[] Arguments =>
        ["--gateway", FormattableString.Invariant($"127.0.0.1:{_port}"), "--cluster-id", "bank"];

    /// <summary>Which store the silo says that it has; null if it may not know.</summary>
    internal StoreIdentity? Store
    {
        get => _store.Identity;
        set => _store.Identity = value;
    }

    /// <summary>True if it cannot be asked.</summary>
    internal bool IsStoreBroken
    {
        set => _store.IsBroken = value;
    }

    /// <summary>What fails while something that was told is whole.</summary>
    /// <param name="told">The ids of the checks that it is measured by.</param>
    internal static string[] Lacking(params string[] told) =>
        [.. _lacking.Concat(_untold).Except(told).Order(StringComparer.Ordinal)];

    public async ValueTask InitializeAsync()
    {
        var ports = FreePorts.Take(2);
        _port = ports[1];
        _silo = await BankSilo.StartAsync(
            ports[0], ports[1], configure: silo => silo.Services.AddSingleton<IStoreIdentity>(_store));
    }

    public ValueTask DisposeAsync() => _silo.DisposeAsync();

    private sealed class Known : IStoreIdentity
    {
        public StoreIdentity? Identity { get; set; } = new("7312345678901234567", "bank");

        public bool IsBroken { get; set; }

        public Task<StoreIdentity?> ReadAsync(CancellationToken cancellationToken) => IsBroken
            ? throw new InvalidOperationException("As one that does not know the question.")
            : Task.FromResult(Identity);
    }
}
