using Bank.Accounts.Events;
using Bank.Contracts;
using Bank.Contracts.Replies;
using Orchestrix.Aggregates;
using Orchestrix.Snapshots;

namespace Bank.Accounts;

/// <summary>
/// The state of an account: what its events add up to. The rules are in <see cref="AccountDecisions"/>.
/// </summary>
[Snapshot(schemaVersion: 1, Every = 500, AfterReplayOf = 200)]
public sealed record Account : IAggregateState<Account>
{
    /// <summary>What may happen; <see cref="AccountStatus.None"/> before the first event.</summary>
    public AccountStatus Status { get; init; }

    /// <summary>Who owns it; empty before the first event.</summary>
    public string Owner { get; init; } = "";

    /// <summary>What it holds; below zero, what it owes.</summary>
    public Money Balance { get; init; }

    /// <summary>How far the balance may fall below zero.</summary>
    public Money OverdraftLimit { get; init; }

    /// <summary>Number of events folded.</summary>
    public long Version { get; init; }

    /// <summary>What can be withdrawn.</summary>
    public Money Available => Status == AccountStatus.Open ? Balance + OverdraftLimit : Money.Zero(Balance.Currency);

    /// <inheritdoc/>
    public Account Apply(object @event)
    {
        var next = @event switch
        {
            AccountOpened opened => this with
            {
                Status = AccountStatus.Open,
                Owner = opened.Owner,
                Balance = Money.Zero(opened.OverdraftLimit.Currency),
                OverdraftLimit = opened.OverdraftLimit,
            },
            IMoneyMoved moved => this with { Balance = After(moved) },
            OverdraftLimitSet changed => this with { OverdraftLimit = changed.Limit },
            AccountFrozen => this with { Status = AccountStatus.Frozen },
            AccountUnfrozen => this with { Status = AccountStatus.Open },
            AccountClosed => this with { Status = AccountStatus.Closed },
            _ => throw new InvalidOperationException($"An account does not know the event {@event?.GetType()}."),
        };
        return next with { Version = Version + 1 };
    }

    /// <summary>What the account's clients see.</summary>
    public AccountView ToView(string id) => new(
        id, Owner, Balance.Currency, Balance.Amount, OverdraftLimit.Amount, Available.Amount, Status, Version);

    /// <summary>
    /// Adds the event to the balance and compares with the balance it carries: if money was lost anywhere, the account
    /// stops here rather than going on with a wrong number.
    /// </summary>
    private Money After(IMoneyMoved moved)
    {
        var balance = Balance + moved.Change;
        return balance == moved.Balance
            ? balance
            : throw new InvalidOperationException(
                "The balance recorded in the event does not follow from the events before it.");
    }
}
