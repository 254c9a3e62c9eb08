using System.Globalization;
using System.Security.Cryptography;
using Npgsql;
using Orchestrix.PostgreSQL.Sessions;
using Orchestrix.Readiness;

namespace Orchestrix.PostgreSQL.Readiness;

/// <summary>Looks at the certificates that the database's servers show, and whether sessions look at them.</summary>
internal static class ServerCertificate
{
    /// <summary>Judges both.</summary>
    /// <param name="session">A session with the server; it was verified if its settings ask for that.</param>
    /// <param name="minLife">What each certificate must have left.</param>
    /// <param name="now">The time.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static async Task<CheckResult> CheckAsync(
        NpgsqlConnection session, TimeSpan minLife, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var check = DatabaseChecks.Certificate;
        var connection = new NpgsqlConnectionStringBuilder(session.ConnectionString);
        if (connection.SslMode != SslMode.VerifyFull)
            return check.Judge(false, $"SSL Mode is {connection.SslMode}: any server is believed");
        var servers = await HostCertificate.ReadAsync(connection, cancellationToken).ConfigureAwait(false);
        var heard = servers.Where(static server => server.Silence is null).ToArray();
        var silent = string.Concat(servers.Except(heard).Select(
            static server => $"; no handshake with {server.Place}: {server.Silence}"));
        if (heard.Select(server => Fault(connection, server, now)).FirstOrDefault(static one => one is not null)
            is { } fault)
        {
            return check.Judge(false, fault + silent);
        }
        if (heard.Length == 0)
            return check.Result(CheckOutcome.Unknown, $"no server has shown a certificate{silent}");
        var first = heard.MinBy(static server => server.Shown[0].NotAfter)!;
        var left = first.Shown[0].NotAfter - now;
        return check.Result(
            left < minLife ? CheckOutcome.Failed : silent.Length > 0 ? CheckOutcome.Unknown : CheckOutcome.Passed,
            string.Create(CultureInfo.InvariantCulture, $"verified; {left.TotalDays:0} days left")
                + (servers.Length > 1 ? $" at {first.Place}, the first to end" : "") + silent);
    }

    private static string? Fault(NpgsqlConnectionStringBuilder connection, HostCertificate server, DateTimeOffset now)
    {
        try
        {
            return TlsFault.Judge(connection, server.Host, server.Place, server.Shown, now);
        }
        catch (CryptographicException)
        {
            return $"The certificate of PostgreSQL at {server.Place} cannot be read.";
        }
    }
}
