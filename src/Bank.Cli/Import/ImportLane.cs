using System.Threading.Channels;
using Bank.Contracts;
using Bank.Contracts.Replies;
using Orchestrix.Commands;
using Orchestrix.Errors;

namespace Bank.Cli.Import;

/// <summary>
/// Sends the commands of some accounts one after the other. All rows of an account go through one lane, which keeps
/// their order; several lanes run at once.
/// </summary>
internal sealed class ImportLane(IGrainFactory grains, CommandSender sender, ImportCounters counters, int capacity)
{
    private readonly Dictionary<string, ImportedAccount> _accounts = new(StringComparer.Ordinal);

    private readonly Channel<TransactionRow> _rows = Channel.CreateBounded<TransactionRow>(
        new BoundedChannelOptions(capacity) { SingleReader = true, SingleWriter = true });

    /// <summary>The accounts met so far. Read it when the lane has ended.</summary>
    public IReadOnlyCollection<ImportedAccount> Accounts => _accounts.Values;

    /// <summary>Adds a row; waits while the lane is full.</summary>
    public ValueTask AddAsync(TransactionRow row, CancellationToken cancellationToken) =>
        _rows.Writer.WriteAsync(row, cancellationToken);

    /// <summary>No further row comes.</summary>
    public void Complete() => _rows.Writer.TryComplete();

    /// <summary>Sends everything that was added, until <see cref="Complete"/>.</summary>
    /// <exception cref="ImportStoppedException">A command was not handled.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await foreach (var row in _rows.Reader.ReadAllAsync(cancellationToken))
            await HandleAsync(row, cancellationToken);
    }

    private async Task HandleAsync(TransactionRow row, CancellationToken cancellationToken)
    {
        if (!_accounts.TryGetValue(row.AccountId, out var account))
        {
            account = new ImportedAccount(row.AccountId);
            _accounts.Add(row.AccountId, account);
            var opened = await SendAsync(
                account, row, grain => TransactionCommands.OpenAsync(grain, row.AccountId), cancellationToken);
            if (opened is not null)
                counters.CountAccount();
        }
        account.RecordedBalance = row.Balance;
        if (account.Refusal is not null)
            return;
        var taken = await SendAsync(
            account, row, grain => TransactionCommands.SendAsync(grain, row), cancellationToken);
        if (taken is not null)
            counters.CountTransaction(taken.IsRepeat);
    }

    /// <summary>The accepting answer; null if the account has refused, which is then noted on it.</summary>
    private async Task<CommandResult<AccountView>?> SendAsync(
        ImportedAccount account, TransactionRow row, Func<IAccountGrain, Task<CommandResult<AccountView>>> send,
        CancellationToken cancellationToken)
    {
        try
        {
            var grain = grains.GetGrain<IAccountGrain>(account.Id);
            var result = await sender.SendAsync(() => send(grain), row.Line, cancellationToken);
            if (result.IsAccepted)
                return result;
            account.Refusal = new RefusedRow(row.Line, account.Id, result.Refusal.Code, result.Refusal.Message);
        }
        // For example a transaction id that was used for another content: it concerns this account only.
        catch (Exception exception) when (CommandSender.IsFinalAnswer(exception))
        {
            account.Refusal = new RefusedRow(row.Line, account.Id, ((IErrorCode)exception).Code, exception.Message);
        }
        return null;
    }
}
