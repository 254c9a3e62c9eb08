using System.Collections.Concurrent;
using Bank.Cli.Import;
using Bank.Contracts;
using Bank.Contracts.Commands;

namespace Bank.Cli.Drill;

/// <summary>
/// Customers who each pay into an account of their own, over and over, and send a command again until it is answered.
/// Keeps what was acknowledged.
/// </summary>
internal sealed class DrillWriters(IGrainFactory grains, int count, TimeProvider time)
{
    private const string Currency = "EUR";

    private readonly ConcurrentQueue<Acknowledged> _acknowledged = new();
    private readonly CommandSender _sender = new(
        new RetrySchedule
        {
            MaxAttempts = 1000,
            InitialDelay = TimeSpan.FromMilliseconds(20),
            MaxDelay = TimeSpan.FromMilliseconds(200),
        },
        new ImportCounters(), time);

    /// <summary>What was acknowledged so far, in the order of answers.</summary>
    public IReadOnlyCollection<Acknowledged> Acknowledged => _acknowledged;

    /// <summary>How many customers there are.</summary>
    public int Count => count;

    /// <summary>Opens the accounts.</summary>
    public Task OpenAsync(CancellationToken cancellationToken) =>
        Task.WhenAll(Enumerable.Range(0, count).Select(number => SendAsync(
            number, $"open-{number}",
            (account, id) => account.OpenAsync(new OpenAccount($"Customer {number}", Currency) { CommandId = id }),
            cancellationToken)));

    /// <summary>Pays in until stopped; a command that is under way is finished.</summary>
    /// <param name="stopping">Ends it in good order.</param>
    /// <param name="abandoned">Gives up commands that are under way: they are not acknowledged.</param>
    /// <exception cref="ImportStoppedException">The bank did not come back.</exception>
    public Task RunAsync(CancellationToken stopping, CancellationToken abandoned = default) =>
        Task.WhenAll(Enumerable.Range(0, count).Select(async number =>
        {
            while (!stopping.IsCancellationRequested)
            {
                await SendAsync(
                    number, Guid.CreateVersion7().ToString(),
                    static (account, id) => account.DepositAsync(
                        new Deposit(new Money(1m, Currency)) { CommandId = id }),
                    abandoned);
            }
        }));

    private async Task SendAsync<T>(
        int number, string commandId, Func<IAccountGrain, string, Task<Orchestrix.Commands.CommandResult<T>>> send,
        CancellationToken cancellationToken)
    {
        var key = $"drill-{number}";
        var account = grains.GetGrain<IAccountGrain>(key);
        var sentAt = time.GetTimestamp();
        var result = await _sender.SendAsync(() => send(account, commandId), line: 0, cancellationToken);
        if (!result.IsAccepted)
            throw new DrillException($"The bank refused a command of {key}.");
        _acknowledged.Enqueue(new Acknowledged($"account/{key}", commandId, sentAt, time.GetTimestamp()));
    }
}
