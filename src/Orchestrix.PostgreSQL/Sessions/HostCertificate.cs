using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Npgsql;

namespace Orchestrix.PostgreSQL.Sessions;

/// <summary>What one of the servers of a connection string shows of itself.</summary>
/// <param name="Host">Its name.</param>
/// <param name="Place">Name and port.</param>
/// <param name="Shown">Its certificate, intermediate ones behind it; empty if it shows none.</param>
/// <param name="Silence">Why nothing is known of it; null if something is.</param>
internal sealed record HostCertificate(
    string Host, string Place, X509Certificate2Collection Shown, string? Silence = null)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    /// <summary>
    /// Asks all servers of a connection string at once, standbys as well: with one of them every session will be after
    /// a failover. No TLS is spoken over Unix sockets.
    /// </summary>
    public static Task<HostCertificate[]> ReadAsync(
        NpgsqlConnectionStringBuilder connection, CancellationToken cancellationToken) =>
        Task.WhenAll(ConnectionString.Hosts(connection).Where(static one => !ConnectionString.IsSocket(one)).Select(
            one => AskAsync(ConnectionString.Split(one, connection.Port), cancellationToken)));

    private static async Task<HostCertificate> AskAsync(
        (string Host, int Port) server, CancellationToken cancellationToken)
    {
        var place = $"{server.Host}:{server.Port}";
        using var late = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        late.CancelAfter(Patience);
        try
        {
            return new(server.Host, place, await ServerHandshake.ReadAsync(server.Host, server.Port, late.Token)
                .ConfigureAwait(false));
        }
        catch (Exception exception) when (exception is SocketException or IOException or AuthenticationException
            or CryptographicException
            || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return new(server.Host, place, [], exception.GetType().Name);
        }
    }
}
