using System.Collections.Concurrent;
using Orchestrix.Cluster.Tests.Support;
using Orchestrix.Errors;
using Orleans.Runtime;
using Orleans.Runtime.Messaging;

namespace Orchestrix.Cluster.Tests.SharedLog;

/// <summary>Everything that callers sent and were told, in the order of a logical clock.</summary>
internal sealed class History
{
    private readonly ConcurrentQueue<Attempt> _attempts = [];
    private readonly ConcurrentQueue<(string Account, long Version, decimal Balance)> _reads = [];
    private long _clock;
    private int _acknowledged;

    public IReadOnlyCollection<Attempt> Attempts => _attempts;

    public IReadOnlyCollection<(string Account, long Version, decimal Balance)> Reads => _reads;

    /// <summary>Answers that said yes so far.</summary>
    public int Acknowledged => Volatile.Read(ref _acknowledged);

    /// <summary>Sends once, and notes what can be concluded.</summary>
    public async Task<Attempt> SendAsync(BankClient client, Transfer transfer, long? expectedVersion = null)
    {
        var begun = Interlocked.Increment(ref _clock);
        var answer = await ConcludeAsync(client, transfer, expectedVersion);
        var attempt = answer with
        {
            Begun = begun,
            Ended = Interlocked.Increment(ref _clock),
            ExpectedVersion = expectedVersion,
        };
        _attempts.Enqueue(attempt);
        if (attempt.Outcome == Outcome.Acknowledged)
            Interlocked.Increment(ref _acknowledged);
        return attempt;
    }

    /// <summary>
    /// Sends the same command until its fate is certain: at once after a conflict, with a pause after a failure.
    /// </summary>
    /// <param name="route">Chooses the way into the cluster for each attempt.</param>
    /// <param name="transfer">The command.</param>
    /// <param name="expectedVersion">For the first attempt; a conflict tells what to expect next.</param>
    public async Task<Attempt> SettleAsync(Func<BankClient> route, Transfer transfer, long? expectedVersion = null)
    {
        Attempt? last = null;
        await Until.TrueAsync(async () =>
        {
            for (var tries = 0; tries < 20; tries++)
            {
                last = await SendAsync(route(), transfer, expectedVersion);
                if (last.Outcome != Outcome.Conflict)
                    break;
                if (expectedVersion is not null)
                    expectedVersion = last.Version;
            }
            return last!.IsFinal;
        });
        return last!;
    }

    /// <summary>Reads an account, and keeps what was seen to be checked; null if nobody answered.</summary>
    public async Task<long?> ReadAsync(BankClient client, string account)
    {
        try
        {
            if (await client.Account(account).GetAsync() is not { } view)
                return 0;
            _reads.Enqueue((account, view.Version, view.Balance));
            return view.Version;
        }
        catch (Exception exception) when (IsOfCluster(exception))
        {
            return null;
        }
    }

    private static async Task<Attempt> ConcludeAsync(BankClient client, Transfer transfer, long? expectedVersion)
    {
        try
        {
            var result = await transfer.SendAsync(client, expectedVersion);
            return new Attempt
            {
                Transfer = transfer,
                Outcome = result.IsAccepted ? Outcome.Acknowledged : Outcome.Refused,
                Version = result.Version,
                Position = result.Position,
                Balance = result.Reply?.Balance ?? 0,
                IsRepeat = result.IsRepeat,
                Refusal = result.Refusal?.Code,
            };
        }
        catch (ConcurrencyException conflict)
        {
            return new Attempt
            {
                Transfer = transfer,
                Outcome = Outcome.Conflict,
                Version = conflict.Actual,
                Failure = conflict.Message,
            };
        }
        catch (EventStoreUnavailableException exception)
        {
            return new Attempt { Transfer = transfer, Outcome = Outcome.NotWritten, Failure = exception.Message };
        }
        catch (Exception exception) when (exception is UncertainOutcomeException || IsOfCluster(exception))
        {
            return new Attempt { Transfer = transfer, Outcome = Outcome.Unknown, Failure = exception.GetType().Name };
        }
    }

    /// <summary>Says nothing about the command; every other exception is a bug and fails the test.</summary>
    private static bool IsOfCluster(Exception exception) => exception
        is TimeoutException or OrleansMessageRejectionException or ConnectionFailedException
        or GatewayTooBusyException or ClientNotAvailableException or SiloUnavailableException;
}
