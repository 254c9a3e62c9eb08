using Bank.Accounts;
using Bank.Accounts.Events;
using Bank.Contracts;
using Bank.Contracts.Commands;
using Bank.Contracts.Replies;
using Orchestrix.Commands;
using Orchestrix.TestKit.Sagas;

namespace Orchestrix.Tests.Sagas;

/// <summary>The bank's own account, in memory.</summary>
public sealed class SimulatedAccount(string id) : IAccountGrain
{
    public SimulatedAggregate<Account> Account { get; } = new();

    public decimal Balance => Account.State.Balance.Amount;

    public Task<CommandResult<AccountView>> OpenAsync(OpenAccount command) => Do(command, AccountDecisions.Open);

    public Task<CommandResult<AccountView>> DepositAsync(Deposit command) => Do(command, AccountDecisions.Deposit);

    public Task<CommandResult<AccountView>> WithdrawAsync(Withdraw command) => Do(command, AccountDecisions.Withdraw);

    public Task<CommandResult<AccountView>> FreezeAsync(Freeze command) => Do(command, AccountDecisions.Freeze);

    public Task<CommandResult<AccountView>> UnfreezeAsync(Unfreeze command) => Do(command, AccountDecisions.Unfreeze);

    public Task<CommandResult<AccountView>> CloseAsync(Close command) => Do(command, AccountDecisions.Close);

    public Task<CommandResult<AccountView>> CreditInterestAsync(CreditInterest command) =>
        Do(command, AccountDecisions.CreditInterest);

    public Task<CommandResult<AccountView>> SetOverdraftLimitAsync(SetOverdraftLimit command) =>
        Do(command, AccountDecisions.SetOverdraftLimit);

    public Task<AccountView?> GetAsync() => Task.FromResult<AccountView?>(Account.State.ToView(id));

    public Task<AccountView?> GetAtVersionAsync(long version) => throw new NotSupportedException();

    public Task<StatementPage?> GetStatementAsync(long fromVersion, int limit, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task<AccountEventsPage?> GetEventsAsync(long fromVersion, int limit, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    private Task<CommandResult<AccountView>> Do<TCommand>(
        TCommand command, Func<Account, TCommand, Orchestrix.Aggregates.Decision> decide) where TCommand : Command =>
        Account.HandleAsync(command, decide, account => account.ToView(id));
}
