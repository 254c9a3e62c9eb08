using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Orchestrix.Errors;

namespace Orchestrix.Security.ClusterTls;

/// <summary>
/// Mutual TLS between silos, and between clients and silos: section <see cref="Section"/> of the configuration, the
/// same for both. Either all three files are named, or none is and connections are neither encrypted nor authenticated.
/// </summary>
public sealed class ClusterTlsOptions
{
    /// <summary>The name of the configuration section.</summary>
    public const string Section = "ClusterTls";

    /// <summary>
    /// A PEM file with this program's certificate, intermediate ones behind it. A silo's needs <see cref="SiloName"/>
    /// among its DNS names and is used as server and as client; a client's must not have that name.
    /// </summary>
    public string? CertificateFile { get; set; }

    /// <summary>A PEM file with the private key. Others than its owner and group may not read it.</summary>
    public string? KeyFile { get; set; }

    /// <summary>A file with the password of the private key, if it is encrypted. Default none.</summary>
    public string? KeyPasswordFile { get; set; }

    /// <summary>
    /// A PEM file with the certificates of the authorities that peers are believed for; those of the system are not.
    /// During an exchange of authorities it holds the old one and the new one.
    /// </summary>
    public string? AuthorityFile { get; set; }

    /// <summary>
    /// The DNS name that the certificate of every silo has, and no other. Silos are reached by addresses that no
    /// certificate can know beforehand, so this name is what tells a silo from a client. Default
    /// <c>orchestrix-silo</c>.
    /// </summary>
    [Required]
    public string SiloName { get; set; } = "orchestrix-silo";

    /// <summary>
    /// True if in Production the cluster may do without on more than loopback, because something else encrypts and
    /// authenticates between the machines. Default false: whoever reaches a port of a silo could call every grain.
    /// </summary>
    public bool IsPlainAllowed { get; set; }

    /// <summary>True if connections are encrypted and both sides prove who they are.</summary>
    public bool IsEnabled => CertificateFile is not null;

    /// <summary>Reads and checks the section; the files are read when they are used.</summary>
    /// <exception cref="ConfigurationException">A setting is unknown, or some of the files are not named.</exception>
    public static ClusterTlsOptions Read(IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        var options = new ClusterTlsOptions();
        try
        {
            configuration.GetSection(Section)
                .Bind(options, static binder => binder.ErrorOnUnknownConfiguration = true);
            Validator.ValidateObject(options, new ValidationContext(options), validateAllProperties: true);
        }
        catch (Exception exception) when (exception is InvalidOperationException or ValidationException)
        {
            throw new ConfigurationException(
                $"The configuration section {Section} is not valid: {exception.Message}", exception);
        }
        (string Name, string? Value)[] files =
        [
            (nameof(CertificateFile), options.CertificateFile),
            (nameof(KeyFile), options.KeyFile),
            (nameof(AuthorityFile), options.AuthorityFile),
        ];
        var missing = files.Where(static file => string.IsNullOrWhiteSpace(file.Value)).ToArray();
        var isNone = files.All(static file => file.Value is null) && options.KeyPasswordFile is null;
        return missing.Length == 0 || isNone
            ? options
            : throw new ConfigurationException($"{Section} is only half configured: "
                + $"{string.Join(", ", missing.Select(static file => $"{Section}:{file.Name}"))} must name a file.");
    }

    /// <summary>
    /// In Production lets connections that are not encrypted leave the machine only by permission.
    /// </summary>
    /// <param name="environment">The host's.</param>
    /// <param name="isLoopback">True if everything that listens, or is connected to, is on this machine.</param>
    /// <exception cref="ConfigurationException">They would, without permission.</exception>
    public void CheckPlain(IHostEnvironment environment, bool isLoopback)
    {
        if (IsEnabled || IsPlainAllowed || isLoopback || !environment.IsProduction())
            return;
        throw new ConfigurationException("In Production silos and clients do not talk without TLS: whoever reaches a "
            + $"silo could read and change everything. Set {Section}:CertificateFile, {Section}:KeyFile and "
            + $"{Section}:AuthorityFile, or {Section}:IsPlainAllowed=true if the network itself encrypts and "
            + "authenticates.");
    }
}
