using Bank.Contracts;
using Bank.Contracts.Commands;
using Bank.Contracts.Replies;
using Orchestrix.Commands;

namespace Bank.Cli.Import;

/// <summary>Turns rows into commands. The same row becomes the same command, with the same id, on every run.</summary>
internal static class TransactionCommands
{
    /// <summary>The id that an account gets here; the prefix keeps imported accounts apart from others.</summary>
    public static string AccountId(string originAccountId) => $"cz-{originAccountId}";

    /// <summary>Opens the account. Its owner has no name: the origin is anonymous.</summary>
    public static Task<CommandResult<AccountView>> OpenAsync(IAccountGrain account, string originAccountId) =>
        account.OpenAsync(
            new OpenAccount($"Account {originAccountId}", ImportOptions.Currency, ImportOptions.OverdraftLimit)
            {
                CommandId = "import/open",
            });

    /// <summary>Sends the command of a row.</summary>
    public static Task<CommandResult<AccountView>> SendAsync(IAccountGrain account, TransactionRow row)
    {
        var amount = new Money(row.Amount, ImportOptions.Currency);
        var booking = new BookingDetails(row.Operation, row.Date, row.PartnerBank, row.PartnerAccount);
        var commandId = $"import/{row.TransactionId}";
        return row switch
        {
            { Kind: TransactionKind.Debit } =>
                account.WithdrawAsync(new Withdraw(amount, Booking: booking) { CommandId = commandId }),
            { Operation: TransactionRow.Interest } =>
                account.CreditInterestAsync(new CreditInterest(amount, Booking: booking) { CommandId = commandId }),
            _ => account.DepositAsync(new Deposit(amount, Booking: booking) { CommandId = commandId }),
        };
    }
}
