using System.ComponentModel.DataAnnotations;
using System.Net;
using Orchestrix.Errors;
using Orchestrix.Security.Secrets;

namespace Bank.Client.Configuration;

/// <summary>How the client reaches the cluster. Configuration section <see cref="Section"/>.</summary>
public sealed class ClusterSettings
{
    /// <summary>The name of the configuration section.</summary>
    public const string Section = "Cluster";

    /// <summary>
    /// The connection string of the membership table, read for <see cref="ClusteringMode.PostgreSQL"/>; with
    /// <c>File</c> behind the name, a file that holds it.
    /// </summary>
    public const string ConnectionStringName = "orleans";

    /// <summary>How gateways are found. Default <see cref="ClusteringMode.Localhost"/>.</summary>
    public ClusteringMode Clustering { get; set; } = ClusteringMode.Localhost;

    /// <summary>
    /// The gateway's port on this machine, for <see cref="ClusteringMode.Localhost"/>. Default 30000.
    /// </summary>
    [Range(1, 65535)]
    public int GatewayPort { get; set; } = 30_000;

    /// <summary>The gateways as <c>address:port</c>, for <see cref="ClusteringMode.Static"/>.</summary>
    public IList<string> Gateways { get; } = [];

    /// <summary>The cluster's id; the same as the silos'. Default <c>bank</c>.</summary>
    [Required]
    public string ClusterId { get; set; } = "bank";

    /// <summary>The service's id; the same as the silos'. Default <c>bank</c>.</summary>
    [Required]
    public string ServiceId { get; set; } = "bank";

    /// <summary>
    /// How long a call to a grain may take before the caller is told that its outcome is unknown. Default 10 s.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:05:00")]
    public TimeSpan ResponseTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>The pause between attempts to connect, which go on for ever. Default 1 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.01", "00:05:00")]
    public TimeSpan ConnectRetryDelay { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>
    /// True if in Production the PostgreSQL server of the membership table need not prove who it is, because something
    /// else encrypts and authenticates on the way to it. Default false: without <c>SSL Mode=VerifyFull</c> the
    /// connection string is refused there, unless each of its servers is on loopback or a Unix socket.
    /// </summary>
    public bool IsUnverifiedDatabaseAllowed { get; set; }

    /// <summary>The connection string named <see cref="ConnectionStringName"/>; never logged.</summary>
    internal string? ConnectionString { get; private set; }

    /// <summary>True if all gateways are known to be on this machine; those of a table are not.</summary>
    internal bool IsLoopback => Clustering switch
    {
        ClusteringMode.Static => GatewayEndpoints().All(static gateway => IPAddress.IsLoopback(gateway.Address)),
        ClusteringMode.PostgreSQL => false,
        _ => true,
    };

    /// <summary>Reads and checks the settings.</summary>
    /// <exception cref="ConfigurationException">A setting is missing or out of range; the message names it.</exception>
    public static ClusterSettings Read(IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        var settings = Settings.Read<ClusterSettings>(configuration, Section);
        if (settings.Clustering == ClusteringMode.PostgreSQL)
            settings.ConnectionString = SecretFile.Find(configuration, $"ConnectionStrings:{ConnectionStringName}");
        if (settings.Clustering == ClusteringMode.PostgreSQL && string.IsNullOrWhiteSpace(settings.ConnectionString))
        {
            throw new ConfigurationException($"{Section}:{nameof(Clustering)} is PostgreSQL, so ConnectionStrings:"
                + $"{ConnectionStringName} must be set, or ConnectionStrings:{ConnectionStringName}File name a file.");
        }
        if (settings.Clustering == ClusteringMode.Static && settings.GatewayEndpoints().Count == 0)
        {
            throw new ConfigurationException(
                $"{Section}:{nameof(Clustering)} is Static, so {Section}:{nameof(Gateways)} must name a gateway.");
        }
        return settings;
    }

    /// <summary>The gateways as addresses.</summary>
    /// <exception cref="ConfigurationException">An entry is not <c>address:port</c>.</exception>
    public IReadOnlyList<IPEndPoint> GatewayEndpoints() => [.. Gateways.Select((text, index) =>
        IPEndPoint.TryParse(text, out var endpoint) && endpoint.Port > 0
            ? endpoint
            : throw new ConfigurationException(
                $"{Section}:{nameof(Gateways)}:{index} is not of the form address:port."))];
}
