namespace Bank.Client.Cluster;

/// <summary>
/// Connects to the cluster in the background. Orleans' own hosted service connects while the host starts and would keep
/// the HTTP server from starting as long as no silo answers; here the server starts at once and says that it is not
/// ready.
/// </summary>
/// <param name="client">Makes Orleans' hosted service, when the host has been built.</param>
/// <param name="logger">Tells when the connection is there.</param>
internal sealed partial class ClusterConnection(Func<IHostedService> client, ILogger<ClusterConnection> logger)
    : BackgroundService
{
    private IHostedService? _connected;

    /// <summary>True once the first connection was made. Orleans mends later losses by itself.</summary>
    public bool IsEstablished => Volatile.Read(ref _connected) is not null;

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        if (_connected is { } connected)
            await connected.StopAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var candidate = client();
        try
        {
            await candidate.StartAsync(stoppingToken);
        }
        // The host stops before a silo was found, which is no failure; Orleans reports it in several ways.
        catch (Exception) when (stoppingToken.IsCancellationRequested)
        {
            return;
        }
        Volatile.Write(ref _connected, candidate);
        LogConnected();
    }

    [LoggerMessage(1, LogLevel.Information, "Connected to the cluster.")]
    private partial void LogConnected();
}
