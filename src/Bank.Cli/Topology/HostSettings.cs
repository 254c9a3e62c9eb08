using System.Globalization;

namespace Bank.Cli.Topology;

/// <summary>
/// The settings of silos and APIs that share a cluster in PostgreSQL, as environment variables: connection strings hold
/// passwords, and arguments can be read by every user of the machine.
/// </summary>
internal static class HostSettings
{
    /// <summary>Of a silo.</summary>
    /// <param name="clusterId">The id of both the cluster and the service.</param>
    /// <param name="application">The application's connection string.</param>
    /// <param name="owner">The owner's, who migrates.</param>
    /// <param name="siloPort">The port for other silos.</param>
    /// <param name="gatewayPort">The port for clients.</param>
    public static Dictionary<string, string> Silo(
        string clusterId, string application, string owner, int siloPort, int gatewayPort) => new()
        {
            ["ConnectionStrings__Orchestrix"] = application,
            ["ConnectionStrings__OrchestrixOwner"] = owner,
            ["Silo__Clustering"] = "PostgreSQL",
            ["Silo__ClusterId"] = clusterId,
            ["Silo__ServiceId"] = clusterId,
            ["Silo__SiloPort"] = siloPort.ToString(CultureInfo.InvariantCulture),
            ["Silo__GatewayPort"] = gatewayPort.ToString(CultureInfo.InvariantCulture),
        };

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

    /// <summary>An address of this machine.</summary>
    public static Uri Loopback(int port) =>
        new(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}"));
}
