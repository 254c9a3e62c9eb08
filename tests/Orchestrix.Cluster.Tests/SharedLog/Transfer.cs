using Bank.Contracts;
using Bank.Contracts.Commands;
using Bank.Contracts.Replies;
using Orchestrix.Commands;

namespace Orchestrix.Cluster.Tests.SharedLog;

/// <summary>One command to an account, which is the same command however often and wherever it is sent.</summary>
/// <param name="Account">Key of the account.</param>
/// <param name="CommandId">The caller's id; unique for the account.</param>
/// <param name="Amount">More than 0 to deposit, less to withdraw, 0 to open the account.</param>
internal sealed record Transfer(string Account, string CommandId, decimal Amount)
{
    public static Transfer Open(string account) => new(account, "open", 0m);

    public Task<CommandResult<AccountView>> SendAsync(BankClient client, long? expectedVersion)
    {
        var grain = client.Account(Account);
        return Amount switch
        {
            0 => grain.OpenAsync(Stamp(new OpenAccount("Owner", "EUR"), expectedVersion)),
            > 0 => grain.DepositAsync(Stamp(new Deposit(Money.Of(Amount, "EUR")), expectedVersion)),
            _ => grain.WithdrawAsync(Stamp(new Withdraw(Money.Of(-Amount, "EUR")), expectedVersion)),
        };
    }

    private T Stamp<T>(T command, long? expectedVersion) where T : Command =>
        command with { CommandId = CommandId, ExpectedVersion = expectedVersion };
}
