using Microsoft.Extensions.Logging;
using Orchestrix.Errors;

namespace Orchestrix.Security.ClusterTls;

/// <summary>
/// The credentials in the files, read again when somebody connects and the files have changed. A renewal that makes no
/// sense is logged and changes nothing: connections go on with what there was.
/// </summary>
internal sealed class CredentialFiles
{
    // Connections are few and long; a flood of them is not to become a flood of reads.
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly ClusterTlsOptions _options;
    private readonly bool _isSilo;
    private readonly TimeProvider _time;
    private readonly Lock _gate = new();
    private CredentialTexts? _texts;
    private Credentials _current;
    private long _readAt;

    /// <exception cref="ConfigurationException">The files are no use.</exception>
    public CredentialFiles(ClusterTlsOptions options, bool isSilo, TimeProvider time)
    {
        (_options, _isSilo, _time, _readAt) = (options, isSilo, time, time.GetTimestamp());
        _texts = CredentialTexts.Read(options);
        _current = Credentials.Load(_texts, options, isSilo);
    }

    /// <summary>Until when the certificate in use is valid.</summary>
    public DateTimeOffset ExpiresAt => Volatile.Read(ref _current).Certificate.NotAfter;

    /// <summary>What the next connection uses.</summary>
    public Credentials Current(ILogger logger)
    {
        lock (_gate)
        {
            if (_time.GetElapsedTime(_readAt) < Interval)
                return _current;
            _readAt = _time.GetTimestamp();
            try
            {
                var texts = CredentialTexts.Read(_options);
                if (texts == _texts)
                    return _current;
                // Said once for each change, not for each connection.
                _texts = texts;
                Volatile.Write(ref _current, Credentials.Load(texts, _options, _isSilo));
                Log.CertificateRenewed(logger, _current.Certificate.NotAfter);
            }
            catch (ConfigurationException exception)
            {
                Log.CertificateUnusable(logger, exception.Message, _current.Certificate.NotAfter);
            }
            return _current;
        }
    }
}
