using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Orchestrix.Errors;

namespace Orchestrix.Security.ClusterTls;

/// <summary>A certificate with its key, and the authorities that are believed. Never changes.</summary>
internal sealed class Credentials
{
    private readonly X509Certificate2Collection _authorities;

    private Credentials(
        X509Certificate2 certificate, X509Certificate2Collection chain, X509Certificate2Collection authorities)
    {
        _authorities = authorities;
        Certificate = certificate;
        // Offline: nothing is fetched from addresses that a certificate names.
        Context = SslStreamCertificateContext.Create(certificate, chain, offline: true);
    }

    public X509Certificate2 Certificate { get; }

    public SslStreamCertificateContext Context { get; }

    /// <exception cref="ConfigurationException">They are no use; the message says why, and shows no secret.</exception>
    public static Credentials Load(CredentialTexts texts, ClusterTlsOptions options, bool isSilo)
    {
        var chain = Parse(texts.Certificate, nameof(options.CertificateFile), options.CertificateFile);
        var authorities = Parse(texts.Authority, nameof(options.AuthorityFile), options.AuthorityFile);
        X509Certificate2 certificate;
        try
        {
            certificate = texts.KeyPassword is null
                ? X509Certificate2.CreateFromPem(texts.Certificate, texts.Key)
                : X509Certificate2.CreateFromEncryptedPem(texts.Certificate, texts.Key, texts.KeyPassword);
        }
        catch (Exception exception) when (exception is CryptographicException or ArgumentException)
        {
            throw Wrong(nameof(options.KeyFile), options.KeyFile, "does not hold the private key of "
                + $"{ClusterTlsOptions.Section}:{nameof(options.CertificateFile)}, or needs another password");
        }
        chain.RemoveAt(0);
        var credentials = new Credentials(certificate, chain, authorities);
        credentials.Check(options, chain, isSilo);
        return credentials;
    }

    /// <summary>How a peer's certificate is judged: by our authorities alone.</summary>
    public X509ChainPolicy Policy()
    {
        var policy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            RevocationMode = X509RevocationMode.NoCheck,
            DisableCertificateDownloads = true,
        };
        policy.CustomTrustStore.AddRange(_authorities);
        return policy;
    }

    private void Check(ClusterTlsOptions options, X509Certificate2Collection chain, bool isSilo)
    {
        var hasName = Certificate.MatchesHostname(options.SiloName, allowWildcards: false, allowCommonName: false);
        if (isSilo && !hasName)
            throw Wrong($"has no DNS name {options.SiloName}, so that no other silo would believe it");
        if (!isSilo && hasName)
        {
            throw Wrong($"has the DNS name {options.SiloName}, which only silos may have: with it a client could join "
                + "the cluster");
        }
        CheckPurpose(chain, "1.3.6.1.5.5.7.3.2", "client");
        if (isSilo)
            CheckPurpose(chain, "1.3.6.1.5.5.7.3.1", "server");

        void CheckPurpose(X509Certificate2Collection intermediates, string purpose, string name)
        {
            using var built = new X509Chain { ChainPolicy = Policy() };
            built.ChainPolicy.ExtraStore.AddRange(intermediates);
            built.ChainPolicy.ApplicationPolicy.Add(new Oid(purpose));
            if (!built.Build(Certificate))
            {
                throw Wrong($"is not valid as a {name}'s for the authorities of {ClusterTlsOptions.Section}:"
                    + $"{nameof(options.AuthorityFile)} "
                    + $"({string.Join(", ", built.ChainStatus.Select(static status => status.Status))})");
            }
        }

        ConfigurationException Wrong(string what) =>
            Credentials.Wrong(nameof(options.CertificateFile), options.CertificateFile, what);
    }

    private static X509Certificate2Collection Parse(string text, string setting, string? path)
    {
        var certificates = new X509Certificate2Collection();
        try
        {
            certificates.ImportFromPem(text);
        }
        catch (CryptographicException)
        {
            throw Wrong(setting, path, "holds a certificate that cannot be read");
        }
        return certificates.Count > 0 ? certificates : throw Wrong(setting, path, "holds no certificate in PEM");
    }

    private static ConfigurationException Wrong(string setting, string? path, string what) =>
        new($"{ClusterTlsOptions.Section}:{setting}: {path} {what}.");
}
