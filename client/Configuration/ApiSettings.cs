using System.ComponentModel.DataAnnotations;
using Orchestrix.Observability.Http;

namespace Bank.Client.Configuration;

/// <summary>The limits of the HTTP API. Configuration section <see cref="Section"/>.</summary>
public sealed class ApiSettings : HttpServerLimits
{
    /// <summary>The name of the configuration section.</summary>
    public const string Section = "Api";

    /// <summary>
    /// True if in Production the API may listen with plain HTTP on more than loopback, because something in front of
    /// it speaks TLS. Default false: keys and tokens would travel in the clear.
    /// </summary>
    public bool IsPlainHttpAllowed { get; set; }

    /// <summary>
    /// The proxies in front of the API, as addresses or networks such as <c>10.1.0.0/16</c>. What they say in
    /// <c>X-Forwarded-For</c> and <c>X-Forwarded-Proto</c> is believed, what anybody else says is not. Default none.
    /// </summary>
    public IList<string> KnownProxies { get; } = [];

    /// <summary>
    /// How many proxies a request may come through; what a header says beyond them was written by the caller and is
    /// passed over. Default 1.
    /// </summary>
    [Range(1, 16)]
    public int MaxProxies { get; set; } = 1;

    /// <summary>Most callers that follow the log at the same time; more are answered with 503. Default 100.</summary>
    [Range(1, 10_000)]
    public int MaxEventStreams { get; set; } = 100;

    /// <summary>
    /// How long a caller that follows the log may take to receive what was sent; a slower one is disconnected and may
    /// come back where it was. Default 10 s.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:10:00")]
    public TimeSpan EventStreamWriteTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>What 503 answers advise a caller to wait. Default 2 s.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan RetryAfter { get; set; } = TimeSpan.FromSeconds(2);
}
