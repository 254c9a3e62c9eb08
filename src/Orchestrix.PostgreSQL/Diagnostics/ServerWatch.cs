using Microsoft.Extensions.Logging;
using Npgsql;
using Orchestrix.Errors;
using Orchestrix.Lifecycle;

namespace Orchestrix.PostgreSQL.Diagnostics;

/// <summary>
/// Asks the server for its figures while somebody collects metrics. Every silo does: one statement in so long a time
/// costs less than an election of who asks, and leaves no gap when a silo ends.
/// </summary>
internal sealed class ServerWatch(
    NpgsqlDataSource source, ServerInstruments instruments, TimeProvider time, ILogger<ServerWatch> logger)
    : SiloWork(ServiceLifecycleStage.Active)
{
    /// <summary>How old figures become.</summary>
    public static readonly TimeSpan Period = TimeSpan.FromSeconds(15);

    protected override async Task RunAsync(CancellationToken stopping)
    {
        using var timer = new PeriodicTimer(Period, time);
        var isFailing = false;
        do
        {
            if (!instruments.IsHeard)
                continue;
            try
            {
                instruments.Tell(await ServerFigures.ReadAsync(source, stopping).ConfigureAwait(false));
                isFailing = false;
            }
            // An outage is told once; it has alerts of its own.
            catch (EventStoreUnavailableException exception)
            {
                if (!isFailing)
                    Log.FiguresUnread(logger, exception.Code);
                isFailing = true;
            }
        }
        while (await timer.WaitForNextTickAsync(stopping).ConfigureAwait(false));
    }
}
