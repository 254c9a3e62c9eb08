using System.Collections.Concurrent;
using Microsoft.AspNetCore.Connections;
using Orleans.Connections.Security;

namespace Orchestrix.Security.ClusterTls;

/// <summary>
/// What the connections of this silo or client have negotiated, not what was configured. A service of every host that
/// uses TLS within the cluster. Thread-safe.
/// </summary>
public sealed class ClusterTlsReport
{
    private readonly ConcurrentDictionary<(ConnectionKind, string, string), int> _open = [];
    private readonly CredentialFiles _files;

    internal ClusterTlsReport(CredentialFiles files) => _files = files;

    /// <summary>Until when the certificate that new connections use is valid.</summary>
    public DateTimeOffset CertificateExpiresAt => _files.ExpiresAt;

    /// <summary>The connections that are open now.</summary>
    public IReadOnlyList<NegotiatedTls> Connections =>
    [
        .. _open.Where(static one => one.Value > 0)
            .Select(static one => new NegotiatedTls(one.Key.Item1, one.Key.Item2, one.Key.Item3, one.Value))
            .OrderBy(static one => one.Kind),
    ];

    /// <summary>Counts connections once both sides have proved who they are.</summary>
    internal Func<ConnectionDelegate, ConnectionDelegate> Watch(ConnectionKind kind) => next => async context =>
    {
        var handshake = context.Features.Get<ITlsHandshakeFeature>()!;
        var key = (kind, handshake.Protocol.ToString(), handshake.NegotiatedCipherSuite?.ToString() ?? "");
        _open.AddOrUpdate(key, 1, static (_, count) => count + 1);
        try
        {
            await next(context);
        }
        finally
        {
            _open.AddOrUpdate(key, 0, static (_, count) => count - 1);
        }
    };
}
