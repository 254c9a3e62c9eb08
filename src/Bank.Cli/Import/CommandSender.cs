using Orchestrix.Errors;
using Orleans.Runtime;
using Orleans.Runtime.Messaging;
using Orleans.Storage;

namespace Bank.Cli.Import;

/// <summary>
/// Sends a command until it is answered. That is safe because every command carries its id: whatever became of an
/// earlier attempt, the command takes effect once.
/// </summary>
internal sealed class CommandSender(RetrySchedule schedule, ImportCounters counters, TimeProvider time)
{
    /// <summary>Sends and, on a failure that may pass, sends again.</summary>
    /// <exception cref="ImportStoppedException">The failure did not pass, or is none that may.</exception>
    public async Task<T> SendAsync<T>(Func<Task<T>> send, long line, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            try
            {
                return await send();
            }
            catch (Exception exception) when (MayPass(exception) && attempt < schedule.MaxAttempts)
            {
                counters.CountRetry();
            }
            catch (Exception exception) when (!IsFinalAnswer(exception))
            {
                throw new ImportStoppedException(line, attempt, exception);
            }
            await Task.Delay(schedule.DelayAfter(attempt), time, cancellationToken);
        }
    }

    /// <summary>The bank has answered, and would answer the same again.</summary>
    public static bool IsFinalAnswer(Exception exception) => exception is IErrorCode && !MayPass(exception);

    /// <summary>
    /// A conflict is decided anew, an unknown outcome is asked for again, and the rest is a store or a silo that is
    /// away for the moment.
    /// </summary>
    private static bool MayPass(Exception exception) => exception
        is ConcurrencyException or InconsistentStateException or EventStoreUnavailableException or TimeoutException
        or OrleansMessageRejectionException or ConnectionFailedException or GatewayTooBusyException
        or ClientNotAvailableException;
}
