using System.Globalization;
using Bank.Contracts;
using Bank.Contracts.Commands;
using Bank.Contracts.Transfers;
using Bank.Hosting;
using Orchestrix.Benchmarks.Product;
using Orchestrix.Hosting;
using Orchestrix.Sagas;

namespace Orchestrix.Benchmarks.Sagas;

/// <summary>
/// Each command is a transfer, from its start to its end: a saga that debits one account and credits another. Callers
/// of the load <c>OneStream</c> all move money between the same few accounts; others between any two of many.
/// </summary>
internal sealed class TransferWorkload : SiloWorkload
{
    private const int Few = 10;
    private const int Many = 2_000;
    private const decimal Funds = 1_000_000;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(25);

    public override async Task StartAsync(string connectionString, CancellationToken cancellationToken)
    {
        await base.StartAsync(connectionString, cancellationToken);
        foreach (var accounts in Enumerable.Range(0, Many).Chunk(200))
            await Task.WhenAll(accounts.Select(OpenAsync));
    }

    public override async Task ExecuteAsync(string stream, string commandId, int events)
    {
        var accounts = stream.StartsWith("one-", StringComparison.Ordinal) ? Few : Many;
        var from = Random.Shared.Next(accounts);
        var to = (from + Random.Shared.Next(1, accounts)) % accounts;
        var transfer = Grains.GetGrain<ITransferGrain>(commandId);
        var started = await transfer.StartAsync(new Transfer(Account(from), Account(to), Money.Of(0.01m, "EUR")));
        if (!started.IsAccepted || started.IsRepeat)
            throw new InvalidOperationException("The transfer was not taken as a new one.");
        var ended = await transfer.WhenEndedAsync(Patience);
        if (ended.Status != SagaStatus.Completed)
            throw new InvalidOperationException($"The transfer is {ended.Status}: {ended.ReasonCode}.");
    }

    protected override void Configure(OrchestrixBuilder orchestrix, string connectionString)
    {
        base.Configure(orchestrix, connectionString);
        orchestrix.AddBank();
    }

    private async Task OpenAsync(int number)
    {
        var account = Grains.GetGrain<IAccountGrain>(Account(number));
        await account.OpenAsync(new OpenAccount($"Owner {number}", "EUR"));
        await account.DepositAsync(new Deposit(Money.Of(Funds, "EUR")));
    }

    private static string Account(int number) => number.ToString(CultureInfo.InvariantCulture);
}
