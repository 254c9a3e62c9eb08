using System.Net.Sockets;
using System.Security.Authentication;
using Npgsql;
using Orchestrix.Errors;
using Orchestrix.Lifecycle;
using Orchestrix.PostgreSQL.Sessions;

namespace Orchestrix.PostgreSQL.Diagnostics;

/// <summary>
/// Looks at the server's certificate while somebody collects metrics, if sessions verify it: when it ends, all of them
/// fail. The driver does not show what it has verified, so this makes a handshake of its own.
/// </summary>
internal sealed class CertificateWatch(NpgsqlDataSource source, ServerInstruments instruments, TimeProvider time)
    : SiloWork(ServiceLifecycleStage.Active)
{
    /// <summary>How old its figure becomes. Certificates are renewed days before they end.</summary>
    public static readonly TimeSpan Period = TimeSpan.FromMinutes(10);

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

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

    /// <summary>Null if nobody shows one now: an outage has alerts of its own, and the last figure stays.</summary>
    private async Task<DateTimeOffset?> EndAsync(CancellationToken stopping)
    {
        using var limit = new CancellationTokenSource(Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, stopping);
        try
        {
            // Of several hosts, the one that sessions are with.
            var (host, port) = await source.RunAsync(
                static session => Task.FromResult((session.Host!, session.Port)), either.Token)
                .ConfigureAwait(false);
            // A path is a Unix socket, on which no TLS is spoken.
            if (Path.IsPathRooted(host))
                return null;
            var shown = await ServerHandshake.ReadAsync(host, port, either.Token).ConfigureAwait(false);
            return shown.Count > 0 ? shown[0].NotAfter : null;
        }
        catch (Exception exception) when (exception is EventStoreUnavailableException or SocketException or IOException
            or AuthenticationException
            || (exception is OperationCanceledException && !stopping.IsCancellationRequested))
        {
            return null;
        }
    }
}
