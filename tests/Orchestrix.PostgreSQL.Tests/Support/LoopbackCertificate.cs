using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Orchestrix.PostgreSQL.Local;

namespace Orchestrix.PostgreSQL.Tests.Support;

/// <summary>A certificate for 127.0.0.1 that is its own authority.</summary>
internal static class LoopbackCertificate
{
    /// <summary>Makes a new one, and writes it where clients find it as their authority.</summary>
    public static async Task<LocalPostgresTls> WriteAsync(string path, int daysLeft)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        // A name of its own for each: two authorities of one name in one file are told apart by nobody.
        var request = new CertificateRequest($"CN=server-{daysLeft}", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        var now = TimeProvider.System.GetUtcNow();
        using var certificate = request.CreateSelfSigned(now.AddMinutes(-5), now.AddDays(daysLeft).AddHours(1));
        await File.WriteAllTextAsync(path, certificate.ExportCertificatePem());
        return new LocalPostgresTls(certificate.ExportCertificatePem(), key.ExportPkcs8PrivateKeyPem(), path);
    }
}
