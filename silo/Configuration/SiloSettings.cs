using System.ComponentModel.DataAnnotations;
using System.Net;
using Orchestrix.Observability.Http;

namespace Bank.Silo.Configuration;

/// <summary>The silo's own settings: section <c>Silo</c> of the configuration.</summary>
public sealed class SiloSettings
{
    /// <summary>Name of the section.</summary>
    public const string Section = "Silo";

    /// <summary>Where events are kept. Default <see cref="StoreKind.PostgreSQL"/>.</summary>
    public StoreKind Store { get; set; } = StoreKind.PostgreSQL;

    /// <summary>
    /// How silos find each other. Default <see cref="ClusteringKind.Localhost"/>: one silo on this machine.
    /// </summary>
    public ClusteringKind Clustering { get; set; } = ClusteringKind.Localhost;

    /// <summary>Silos with the same id form a cluster. Default <c>bank</c>.</summary>
    [Required]
    public string ClusterId { get; set; } = "bank";

    /// <summary>
    /// Names the service for reminders and grain state; never change it on a running installation. Default <c>bank</c>.
    /// </summary>
    [Required]
    public string ServiceId { get; set; } = "bank";

    /// <summary>Port for other silos. Default 11111.</summary>
    [Range(1, 65535)]
    public int SiloPort { get; set; } = 11111;

    /// <summary>Port for clients. Default 30000.</summary>
    [Range(1, 65535)]
    public int GatewayPort { get; set; } = 30000;

    /// <summary>The address that other silos and clients reach this one by. Default 127.0.0.1.</summary>
    [Required]
    public string AdvertisedAddress { get; set; } = IPAddress.Loopback.ToString();

    /// <summary>
    /// What is put up with on the HTTP port. Defaults as for any host, but bodies of 1 KiB, since none is needed; 1,000
    /// connections; and 1,000 requests of one address in 10 s, since only probes and scrapers come.
    /// </summary>
    public HttpServerLimits Http { get; } = new()
    {
        MaxRequestBytes = 1024,
        MaxConnections = 1_000,
        RateLimitPermits = 1_000,
    };

    /// <summary>True if nobody but this machine reaches the silo's ports.</summary>
    internal bool IsLoopback => Clustering == ClusteringKind.Localhost
        || (IPAddress.TryParse(AdvertisedAddress, out var address) && IPAddress.IsLoopback(address));

    /// <summary>
    /// Directory of the private PostgreSQL that is started in Development when no connection string is set. Default
    /// <c>.data/postgres</c> below the working directory.
    /// </summary>
    public string DataDirectory { get; set; } = Path.Combine(".data", "postgres");
}
