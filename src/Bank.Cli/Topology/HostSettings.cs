using System.Globalization;
using Bank.Cli.Demo;

namespace Bank.Cli.Topology;

/// <summary>
/// The settings of silos and APIs that share a cluster in PostgreSQL, as environment variables: connection strings hold
/// passwords, and arguments can be read by every user of the machine.
/// </summary>
internal static class HostSettings
{
    /// <summary>The setting with the port of a silo for clients.</summary>
    public const string GatewayPort = "Silo__GatewayPort";

    /// <summary>The setting with the port of a host's metrics.</summary>
    private const string MetricsPort = "Observability__Metrics__Port";

    /// <summary>Of a silo.</summary>
    /// <param name="clusterId">The id of both the cluster and the service.</param>
    /// <param name="application">The application's connection string.</param>
    /// <param name="owner">The owner's, who migrates; null if the silo only verifies the schema.</param>
    /// <param name="siloPort">The port for other silos.</param>
    /// <param name="gatewayPort">The port for clients.</param>
    public static Dictionary<string, string> Silo(
        string clusterId, string application, string? owner, int siloPort, int gatewayPort)
    {
        var settings = new Dictionary<string, string>
        {
            ["ConnectionStrings__Orchestrix"] = application,
            ["Silo__Clustering"] = "PostgreSQL",
            ["Silo__ClusterId"] = clusterId,
            ["Silo__ServiceId"] = clusterId,
            ["Silo__SiloPort"] = siloPort.ToString(CultureInfo.InvariantCulture),
            [GatewayPort] = gatewayPort.ToString(CultureInfo.InvariantCulture),
        };
        if (owner is null)
            settings["PostgreSQL__SchemaStart"] = "Verify";
        else
            settings["ConnectionStrings__OrchestrixOwner"] = owner;
        return settings;
    }

    /// <summary>Of an HTTP API.</summary>
    /// <param name="clusterId">The id of both the cluster and the service.</param>
    /// <param name="membership">The connection string of the membership table.</param>
    public static Dictionary<string, string> Api(string clusterId, string membership) => new()
    {
        ["ConnectionStrings__orleans"] = membership,
        ["Cluster__Clustering"] = "PostgreSQL",
        ["Cluster__ClusterId"] = clusterId,
        ["Cluster__ServiceId"] = clusterId,
    };

    /// <summary>
    /// Lets a host speak HTTPS at an address. Its metrics have a port of their own, which Prometheus reads without.
    /// </summary>
    /// <returns>The address with https.</returns>
    public static Uri Encrypt(Uri address, Certificate certificate, Dictionary<string, string> settings)
    {
        var encrypted = new UriBuilder(address) { Scheme = Uri.UriSchemeHttps }.Uri;
        var metrics = FreePorts.Take(1)[0];
        // Of an endpoint, not the default one: that is not read again when it was renewed.
        settings["Kestrel__Endpoints__Web__Url"] = encrypted.ToString();
        settings["Kestrel__Endpoints__Web__Certificate__Path"] = certificate.Path;
        settings["Kestrel__Endpoints__Web__Certificate__KeyPath"] = certificate.KeyPath;
        settings["Kestrel__Endpoints__Metrics__Url"] = Loopback(metrics).ToString();
        settings["Urls"] = "";
        settings[MetricsPort] = metrics.ToString(CultureInfo.InvariantCulture);
        return encrypted;
    }

    /// <summary>Where a host shows its metrics.</summary>
    public static Uri MetricsOf(Uri address, IReadOnlyDictionary<string, string> settings) =>
        settings.TryGetValue(MetricsPort, out var port)
            ? Loopback(int.Parse(port, CultureInfo.InvariantCulture))
            : address;

    /// <summary>An address of this machine.</summary>
    public static Uri Loopback(int port) =>
        new(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}"));
}
