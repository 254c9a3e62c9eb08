using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;
using Orchestrix.Errors;
using Orchestrix.Feed;
using Orchestrix.Lifecycle;
using Orchestrix.PostgreSQL.EventStore;
using Orchestrix.PostgreSQL.Sessions;

namespace Orchestrix.PostgreSQL.Integrity;

/// <summary>
/// Seals the log behind its end, every <see cref="PostgreSQLOptions.SealInterval"/> in which events came. Every silo
/// has one; they take turns in the database, and who comes second finds nothing left to do.
/// </summary>
internal sealed class LogSealer(
    NpgsqlDataSource source, IOptions<PostgreSQLOptions> options, LogHead head, TimeProvider time,
    ILogger<LogSealer> logger)
    : SiloWork(ServiceLifecycleStage.RuntimeServices)
{
    // How often the hash is told, so that it is also somewhere else than in the database that it vouches for.
    private static readonly TimeSpan TellEvery = TimeSpan.FromHours(1);

    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(30);

    protected override async Task RunAsync(CancellationToken stopping)
    {
        var (sealedUpTo, told) = (0L, 0L);
        while (true)
        {
            try
            {
                var end = await source.RunAsync(
                    connection => SealSteps.ToEndAsync(connection, stopping), stopping).ConfigureAwait(false);
                if (end.Position > sealedUpTo && (told == 0 || time.GetElapsedTime(told) >= TellEvery))
                {
                    Log.LogSealed(logger, end.Position, Convert.ToHexStringLower(end.Hash));
                    told = time.GetTimestamp();
                }
                sealedUpTo = end.Position;
            }
            catch (EventStoreUnavailableException exception) when (exception.Code == ErrorCodes.StoreDamaged)
            {
                Log.LogDamaged(logger);
            }
            catch (EventStoreUnavailableException exception)
            {
                Log.SealFailed(logger, exception.Code);
            }
            await Task.Delay(options.Value.SealInterval, time, stopping).ConfigureAwait(false);
            await head.WaitBeyondAsync(sealedUpTo, LookEvery, time, stopping).ConfigureAwait(false);
        }
    }
}
