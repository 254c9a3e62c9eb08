using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;
using Orchestrix.Errors;
using Orchestrix.Feed;
using Orchestrix.Lifecycle;
using Orchestrix.PostgreSQL.Diagnostics;
using Orchestrix.PostgreSQL.EventStore;
using Orchestrix.PostgreSQL.Sessions;

namespace Orchestrix.PostgreSQL.Integrity;

/// <summary>
/// Seals the log behind its end, every <see cref="PostgreSQLOptions.SealInterval"/> in which events came, and once more
/// when the silo stops. Every silo has one; they take turns in the database, and who comes second finds nothing left to
/// do. It remembers the last seal that it saw: whoever takes that away, to have something else sealed in its place, is
/// not helped.
/// </summary>
internal sealed class LogSealer(
    NpgsqlDataSource source, IOptions<PostgreSQLOptions> options, LogHead head, ServerInstruments instruments,
    TimeProvider time, ILogger<LogSealer> logger)
    : SiloWork(ServiceLifecycleStage.RuntimeServices)
{
    // How often the hash is told, so that it is also somewhere else than in the database that it vouches for.
    private static readonly TimeSpan TellEvery = TimeSpan.FromHours(1);

    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan LastPatience = TimeSpan.FromSeconds(2);

    private LogAnchor _last = LogAnchor.Start;
    private long _told;

    protected override Task RunAsync(CancellationToken stopping) => SealUntilAsync(stopping);

    /// <summary>Until it is cancelled, and then the last time.</summary>
    internal async Task SealUntilAsync(CancellationToken stopping)
    {
        try
        {
            while (true)
            {
                await SealAsync(stopping).ConfigureAwait(false);
                await Task.Delay(options.Value.SealInterval, time, stopping).ConfigureAwait(false);
                await head.WaitBeyondAsync(_last.Position, LookEvery, time, stopping).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // What came last would have no seal until a silo starts again.
            using var limit = new CancellationTokenSource(LastPatience, time);
            await SealAsync(limit.Token).ConfigureAwait(false);
        }
    }

    /// <summary>Seals what is there.</summary>
    internal async Task SealAsync(CancellationToken cancellationToken)
    {
        try
        {
            var end = await source.RunAsync(
                connection => SealAsync(connection, cancellationToken), cancellationToken).ConfigureAwait(false);
            if (end is null)
            {
                Refuse(() => Log.SealGone(logger, _last.Position, Convert.ToHexStringLower(_last.Hash)));
                return;
            }
            instruments.IsLogDamaged = false;
            if (end.Position > _last.Position && (_told == 0 || time.GetElapsedTime(_told) >= TellEvery))
            {
                Log.LogSealed(logger, end.Position, Convert.ToHexStringLower(end.Hash));
                _told = time.GetTimestamp();
            }
            _last = end;
        }
        catch (EventStoreUnavailableException exception) when (exception.Code == ErrorCodes.StoreDamaged)
        {
            Refuse(() => Log.LogDamaged(logger));
        }
        catch (EventStoreUnavailableException exception)
        {
            Log.SealFailed(logger, exception.Code);
        }
    }

    /// <summary>The end of what is sealed; null if the last seal is not there any more.</summary>
    private async Task<LogAnchor?> SealAsync(NpgsqlConnection connection, CancellationToken cancellationToken) =>
        await _last.IsInAsync(connection, SealedLog.Shard, cancellationToken).ConfigureAwait(false)
            ? await SealSteps.ToEndAsync(connection, cancellationToken).ConfigureAwait(false)
            : null;

    // Said once; that it lasts is said by the metric.
    private void Refuse(Action say)
    {
        if (!instruments.IsLogDamaged)
            say();
        instruments.IsLogDamaged = true;
    }
}
