using Microsoft.Extensions.Logging;

namespace Orchestrix.Security.ClusterTls;

/// <summary>Messages of TLS within the cluster: event ids 1800 to 1899.</summary>
internal static partial class Log
{
    [LoggerMessage(1800, LogLevel.Information,
        "New connections within the cluster use the renewed certificate, valid until {ExpiresAt:u}.")]
    public static partial void CertificateRenewed(ILogger logger, DateTime expiresAt);

    [LoggerMessage(1801, LogLevel.Error,
        "The certificate for the cluster was changed and cannot be used; the one before stays, valid until "
        + "{ExpiresAt:u}: {Reason}")]
    public static partial void CertificateUnusable(ILogger logger, string reason, DateTime expiresAt);
}
