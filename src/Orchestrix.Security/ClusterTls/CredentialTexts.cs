using Orchestrix.Security.Secrets;

namespace Orchestrix.Security.ClusterTls;

/// <summary>What the files of <see cref="ClusterTlsOptions"/> hold.</summary>
internal sealed record CredentialTexts(string Certificate, string Key, string? KeyPassword, string Authority)
{
    /// <exception cref="Errors.ConfigurationException">A file cannot be read, or others may read the key.</exception>
    public static CredentialTexts Read(ClusterTlsOptions options) => new(
        SecretFile.ReadPublic(options.CertificateFile!, Setting(nameof(options.CertificateFile))),
        SecretFile.Read(options.KeyFile!, Setting(nameof(options.KeyFile))),
        options.KeyPasswordFile is { } path ? SecretFile.Read(path, Setting(nameof(options.KeyPasswordFile))) : null,
        SecretFile.ReadPublic(options.AuthorityFile!, Setting(nameof(options.AuthorityFile))));

    // A record would print the key.
    public override string ToString() => nameof(CredentialTexts);

    private static string Setting(string name) => $"{ClusterTlsOptions.Section}:{name}";
}
