using Bank.Contracts.Commands;
using Bank.Contracts.Replies;
using Orchestrix.Commands;
using Orleans.Concurrency;

namespace Bank.Contracts;

/// <summary>One account; the key is its id. An account that was never opened answers, but with refusals.</summary>
/// <remarks>
/// Commands answer when their events are durable. Besides a <see cref="Refusal"/> with a code of
/// <see cref="AccountRefusals"/> they may throw the exceptions of <c>Orchestrix.Errors</c>.
/// </remarks>
[Alias("bank.account")]
public interface IAccountGrain : IGrainWithStringKey
{
    /// <summary>Opens the account.</summary>
    [Alias("open")]
    Task<CommandResult<AccountView>> OpenAsync(OpenAccount command);

    /// <summary>Puts money in.</summary>
    [Alias("deposit")]
    Task<CommandResult<AccountView>> DepositAsync(Deposit command);

    /// <summary>Takes money out.</summary>
    [Alias("withdraw")]
    Task<CommandResult<AccountView>> WithdrawAsync(Withdraw command);

    /// <summary>Credits interest.</summary>
    [Alias("credit-interest")]
    Task<CommandResult<AccountView>> CreditInterestAsync(CreditInterest command);

    /// <summary>Changes the overdraft limit.</summary>
    [Alias("set-overdraft-limit")]
    Task<CommandResult<AccountView>> SetOverdraftLimitAsync(SetOverdraftLimit command);

    /// <summary>Stops all movement.</summary>
    [Alias("freeze")]
    Task<CommandResult<AccountView>> FreezeAsync(Freeze command);

    /// <summary>Lets money move again.</summary>
    [Alias("unfreeze")]
    Task<CommandResult<AccountView>> UnfreezeAsync(Unfreeze command);

    /// <summary>Closes the account for ever.</summary>
    [Alias("close")]
    Task<CommandResult<AccountView>> CloseAsync(Close command);

    /// <summary>The account as it is now; null if it was never opened.</summary>
    [Alias("get"), ReadOnly]
    Task<AccountView?> GetAsync();

    /// <summary>The account as it was at a version; null if it has no such version.</summary>
    /// <param name="version">From 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The version is below 1.</exception>
    [Alias("get-at-version"), ReadOnly]
    Task<AccountView?> GetAtVersionAsync(long version);

    /// <summary>A part of the statement; null if the account was never opened.</summary>
    /// <param name="fromVersion">The version to begin at, from 1.</param>
    /// <param name="limit">Most events to look at, from 1 to <see cref="AccountLimits.MaxPageSize"/>.</param>
    /// <param name="cancellationToken">Gives up reading.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range.</exception>
    [Alias("get-statement"), ReadOnly]
    Task<StatementPage?> GetStatementAsync(long fromVersion, int limit, CancellationToken cancellationToken = default);

    /// <summary>A part of the events as the log holds them; null if the account was never opened.</summary>
    /// <param name="fromVersion">The version to begin at, from 1.</param>
    /// <param name="limit">Most events to return, from 1 to <see cref="AccountLimits.MaxPageSize"/>.</param>
    /// <param name="cancellationToken">Gives up reading.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range.</exception>
    [Alias("get-events"), ReadOnly]
    Task<AccountEventsPage?> GetEventsAsync(long fromVersion, int limit, CancellationToken cancellationToken = default);
}
