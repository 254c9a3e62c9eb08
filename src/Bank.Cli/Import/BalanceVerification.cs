using System.Collections.Concurrent;
using Bank.Contracts;
using Bank.Contracts.Replies;

namespace Bank.Cli.Import;

/// <summary>Compares what the accounts hold with what the origin recorded.</summary>
internal sealed class BalanceVerification(
    IGrainFactory grains, ImportOptions options, ImportCounters counters, TimeProvider time)
{
    /// <summary>Asks every account for its balance.</summary>
    /// <returns>Those that differ by more than <see cref="ImportOptions.Tolerance"/>, by account id.</returns>
    /// <exception cref="ImportStoppedException">An account does not answer.</exception>
    public async Task<IReadOnlyList<BalanceMismatch>> RunAsync(
        IReadOnlyCollection<ImportedAccount> accounts, CancellationToken cancellationToken)
    {
        var sender = new CommandSender(options.Retry, counters, time);
        var mismatches = new ConcurrentBag<BalanceMismatch>();
        var parallel = new ParallelOptions
        {
            MaxDegreeOfParallelism = options.Concurrency,
            CancellationToken = cancellationToken,
        };
        await Parallel.ForEachAsync(accounts, parallel, async (account, cancelled) =>
        {
            var grain = grains.GetGrain<IAccountGrain>(account.Id);
            var view = await sender.SendAsync<AccountView?>(grain.GetAsync, line: 0, cancelled);
            if (view is null || Math.Abs(view.Balance - account.RecordedBalance) > options.Tolerance)
                mismatches.Add(new BalanceMismatch(account.Id, account.RecordedBalance, view?.Balance));
        });
        return [.. mismatches.OrderBy(static mismatch => mismatch.AccountId, StringComparer.Ordinal)];
    }
}
