using Npgsql;
using Orchestrix.Lifecycle;
using Orchestrix.PostgreSQL.Sessions;

namespace Orchestrix.PostgreSQL.Diagnostics;

/// <summary>
/// Looks at the servers' certificates while somebody collects metrics, if sessions verify them: when one ends, all
/// sessions with that server fail. The driver does not show what it has verified, and has sessions with one server
/// only, so this makes handshakes of its own.
/// </summary>
internal sealed class CertificateWatch(NpgsqlDataSource source, ServerInstruments instruments, TimeProvider time)
    : SiloWork(ServiceLifecycleStage.Active)
{
    /// <summary>How old its figure becomes. Certificates are renewed days before they end.</summary>
    public static readonly TimeSpan Period = TimeSpan.FromMinutes(10);

    protected override bool IsNeeded =>
        new NpgsqlConnectionStringBuilder(source.ConnectionString).SslMode is SslMode.VerifyCA or SslMode.VerifyFull;

    protected override async Task RunAsync(CancellationToken stopping)
    {
        using var timer = new PeriodicTimer(Period, time);
        do
        {
            if (instruments.IsHeard && await EndAsync(stopping).ConfigureAwait(false) is { } end)
                instruments.Tell(end);
        }
        while (await timer.WaitForNextTickAsync(stopping).ConfigureAwait(false));
    }

    /// <summary>
    /// The first to end of those that the servers show. Null if none does now: an outage has alerts of its own, and the
    /// last figure stays.
    /// </summary>
    public async Task<DateTimeOffset?> EndAsync(CancellationToken stopping)
    {
        var servers = await HostCertificate.ReadAsync(
            new NpgsqlConnectionStringBuilder(source.ConnectionString), stopping).ConfigureAwait(false);
        return servers.Where(static server => server.Shown.Count > 0)
            .Min(static server => (DateTimeOffset?)server.Shown[0].NotAfter);
    }
}
