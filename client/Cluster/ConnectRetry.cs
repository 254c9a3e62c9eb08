using Bank.Client.Configuration;

namespace Bank.Client.Cluster;

/// <summary>Never gives up connecting: the client may start before the silos, and recovers by itself.</summary>
internal sealed partial class ConnectRetry(ClusterSettings settings, TimeProvider time, ILogger<ConnectRetry> logger)
    : IClientConnectionRetryFilter
{
    private const int AttemptsPerLogMessage = 30;

    private int _attempts;

    public async Task<bool> ShouldRetryConnectionAttempt(Exception exception, CancellationToken cancellationToken)
    {
        if (_attempts++ % AttemptsPerLogMessage == 0)
            LogNoSilo(_attempts, exception.GetType().Name);
        await Task.Delay(settings.ConnectRetryDelay, time, cancellationToken);
        return true;
    }

    [LoggerMessage(2, LogLevel.Warning, "No silo answers (attempt {Attempt}, {Reason}); trying again until one does.")]
    private partial void LogNoSilo(int attempt, string reason);
}
