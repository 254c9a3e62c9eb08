namespace Bank.Cli.Topology;

/// <summary>The files of a certificate.</summary>
/// <param name="Path">The certificate, as PEM.</param>
/// <param name="KeyPath">Its private key, which only this user may read.</param>
/// <param name="AuthorityPath">The certificate of the authority that has signed it.</param>
internal sealed record Certificate(string Path, string KeyPath, string AuthorityPath)
{
    /// <summary>Lets a program prove itself by it to the others of its cluster.</summary>
    public void AddForCluster(IDictionary<string, string> environment)
    {
        environment["ClusterTls__CertificateFile"] = Path;
        environment["ClusterTls__KeyFile"] = KeyPath;
        environment["ClusterTls__AuthorityFile"] = AuthorityPath;
    }
}
