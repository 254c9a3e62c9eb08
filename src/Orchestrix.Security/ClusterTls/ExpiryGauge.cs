using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging;
using Orchestrix.Diagnostics;

namespace Orchestrix.Security.ClusterTls;

/// <summary>
/// Measures until when the certificate within the cluster is valid. Connections last for days: it looks at the files by
/// itself, so that a renewal is seen, or seen to be no use, before the next connection.
/// </summary>
internal sealed class ExpiryGauge(CredentialFiles files, IMeterFactory meters, ILogger logger)
    : ILifecycleParticipant<ISiloLifecycle>, ILifecycleParticipant<IClusterClientLifecycle>
{
    public void Participate(ISiloLifecycle observer) => Observe();

    public void Participate(IClusterClientLifecycle observer) => Observe();

    private void Observe() => CertificateExpiry.Observe(
        meters.Create("Orchestrix"), "cluster", () => files.Current(logger).Certificate.NotAfter);
}
