using System.ComponentModel.DataAnnotations;
using Orchestrix.Errors;

namespace Orchestrix.Observability.Http;

/// <summary>
/// What the HTTP server of a host puts up with: silos and the HTTP API have the same limits with other defaults. A host
/// binds it to a section of its configuration, checks it and hands it to <see cref="HttpServerLimitsExtensions"/>.
/// </summary>
public class HttpServerLimits
{
    /// <summary>Largest request body, in bytes. Default 64 KiB; more is answered with 413.</summary>
    [Range(1024, 16 * 1024 * 1024)]
    public long MaxRequestBytes { get; set; } = 64 * 1024;

    /// <summary>Most bytes of all headers of a request. Default 16 KiB; more are answered with 431.</summary>
    [Range(1024, 1024 * 1024)]
    public int MaxHeaderBytes { get; set; } = 16 * 1024;

    /// <summary>Most headers of a request. Default 64; more are answered with 431.</summary>
    [Range(8, 1000)]
    public int MaxHeaders { get; set; } = 64;

    /// <summary>Most open connections; those above it are closed at once. Default 10,000.</summary>
    [Range(1, 1_000_000)]
    public long MaxConnections { get; set; } = 10_000;

    /// <summary>How long a caller may take to send the headers. Default 10 s; a slower one hears 408.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00")]
    public TimeSpan HeadersTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Slowest body that is put up with after its first <see cref="BodyGrace"/>, in bytes a second. Default 240; a
    /// slower one hears 408.
    /// </summary>
    [Range(1, 1024 * 1024)]
    public int MinBodyBytesPerSecond { get; set; } = 240;

    /// <summary>How long a body may be slower than <see cref="MinBodyBytesPerSecond"/>. Default 5 s.</summary>
    [Range(typeof(TimeSpan), "00:00:02", "00:10:00")]
    public TimeSpan BodyGrace { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How long a connection without a request is kept open. Default 130 s.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan KeepAliveTimeout { get; set; } = TimeSpan.FromSeconds(130);

    /// <summary>
    /// Most requests of one caller in one <see cref="RateLimitWindow"/>; more are answered with 429. A caller is an
    /// address, of IPv6 the network of 64 bits that it is in. Default 100,000: it keeps one caller from starving the
    /// others and does not shape normal load.
    /// </summary>
    [Range(1, 100_000_000)]
    public int RateLimitPermits { get; set; } = 100_000;

    /// <summary>The window of the rate limit. Default 10 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "01:00:00")]
    public TimeSpan RateLimitWindow { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Checks the ranges before anything starts.</summary>
    /// <param name="section">The section of the configuration that they were read from.</param>
    /// <exception cref="ConfigurationException">A limit is out of range; the message names it.</exception>
    public void Check(string section)
    {
        try
        {
            Validator.ValidateObject(this, new ValidationContext(this), validateAllProperties: true);
        }
        catch (ValidationException exception)
        {
            throw new ConfigurationException(
                $"The configuration section {section} is not valid: {exception.Message}", exception);
        }
    }
}
