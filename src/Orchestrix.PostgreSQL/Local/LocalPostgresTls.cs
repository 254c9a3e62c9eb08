namespace Orchestrix.PostgreSQL.Local;

/// <summary>What a <see cref="LocalPostgres"/> shows of itself, so that its clients know whom they talk to.</summary>
/// <param name="CertificatePem">The server's certificate, for the address 127.0.0.1, as PEM.</param>
/// <param name="KeyPem">
/// Its private key as PEM, without a password. Written into the cluster, where only its server reads it.
/// </param>
/// <param name="AuthorityPath">
/// The file with the certificate of the authority that clients trust; must be there as long as they connect. A copy in
/// the cluster is for standbys.
/// </param>
public sealed record LocalPostgresTls(string CertificatePem, string KeyPem, string AuthorityPath)
{
    /// <summary>Keeps the key out of logs and debugger windows.</summary>
    public override string ToString() => nameof(LocalPostgresTls);
}
