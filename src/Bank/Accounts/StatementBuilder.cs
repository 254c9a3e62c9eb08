using Bank.Accounts.Events;
using Bank.Contracts.Replies;
using Orchestrix.Events;

namespace Bank.Accounts;

/// <summary>
/// Makes one page of a statement from a part of the account's stream; the events carry their balances.
/// </summary>
internal sealed class StatementBuilder(string accountId)
{
    private readonly List<StatementEntry> _entries = [];
    private decimal? _openingBalance;

    /// <summary>True if no money moved in the events taken, so that they do not tell the balance.</summary>
    public bool IsEmpty => _entries.Count == 0;

    /// <summary>Takes the next event of the stream.</summary>
    public void Add(RecordedEvent recorded, object @event)
    {
        if (@event is not IMoneyMoved moved)
            return;
        _openingBalance ??= (moved.Balance - moved.Change).Amount;
        _entries.Add(new StatementEntry(
            recorded.Version, recorded.RecordedAt, KindOf(moved), moved.Change.Amount, moved.Balance.Amount,
            moved.Reference, moved.Booking));
    }

    /// <summary>The page.</summary>
    /// <param name="account">Tells the owner and the currency, and the balance of a page without entries.</param>
    /// <param name="nextVersion">Where the next page begins.</param>
    public StatementPage Build(Account account, long? nextVersion) => new(
        accountId,
        account.Owner,
        account.Balance.Currency,
        _openingBalance ?? account.Balance.Amount,
        _entries,
        IsEmpty ? account.Balance.Amount : _entries[^1].Balance,
        nextVersion);

    private static StatementEntryKind KindOf(IMoneyMoved moved) => moved switch
    {
        MoneyDeposited => StatementEntryKind.Deposit,
        MoneyWithdrawn => StatementEntryKind.Withdrawal,
        InterestCredited => StatementEntryKind.Interest,
        _ => throw new InvalidOperationException($"A statement has no line for {moved.GetType()}."),
    };
}
