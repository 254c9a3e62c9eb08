using System.Globalization;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using Npgsql;
using Orchestrix.PostgreSQL.Sessions;
using Orchestrix.Readiness;

namespace Orchestrix.PostgreSQL.Readiness;

/// <summary>Looks at the certificate that the database shows, and whether sessions look at it.</summary>
internal static class ServerCertificate
{
    /// <summary>Judges both.</summary>
    /// <param name="session">A session with the server; it was verified if its settings ask for that.</param>
    /// <param name="minLife">What the certificate must have left.</param>
    /// <param name="now">The time.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static async Task<CheckResult> CheckAsync(
        NpgsqlConnection session, TimeSpan minLife, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var check = DatabaseChecks.Certificate;
        var mode = new NpgsqlConnectionStringBuilder(session.ConnectionString).SslMode;
        if (mode != SslMode.VerifyFull)
            return check.Judge(false, $"SSL Mode is {mode}: any server is believed");
        try
        {
            var shown = await ServerHandshake.ReadAsync(session.Host!, session.Port, cancellationToken)
                .ConfigureAwait(false);
            if (shown.Count == 0)
                return check.Judge(false, "the server does not speak TLS");
            var left = shown[0].NotAfter - now;
            return check.Judge(left >= minLife, string.Create(
                CultureInfo.InvariantCulture, $"verified; {left.TotalDays:0} days left"));
        }
        catch (Exception exception) when (exception is SocketException or IOException or AuthenticationException
            or CryptographicException)
        {
            return check.Judge(false, $"no handshake: {exception.GetType().Name}");
        }
    }
}
