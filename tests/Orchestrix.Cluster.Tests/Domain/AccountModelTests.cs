using Bank.Accounts;
using Bank.Contracts;
using Bank.Contracts.Commands;
using CsCheck;
using Orchestrix.Aggregates;
using Orchestrix.Commands;

namespace Orchestrix.Cluster.Tests.Domain;

/// <summary>Random commands against a model that is nothing but two numbers and a word.</summary>
public class AccountModelTests
{
    private static readonly Gen<Money> Amounts = Gen.Int[1, 30_000].Select(cents => Money.Of(cents / 100m, "EUR"));

    private static readonly Gen<Command> Commands = Gen.OneOf<Command>(
        Gen.Int[0, 20_000].Select(Command (cents) => new OpenAccount("Ada", "EUR", cents / 100m)),
        Amounts.Select(Command (amount) => new Deposit(amount)),
        Amounts.Select(Command (amount) => new Withdraw(amount)),
        Amounts.Select(Command (amount) => new CreditInterest(amount)),
        Gen.Int[0, 20_000].Select(Command (cents) => new SetOverdraftLimit(Money.Of(cents / 100m, "EUR"))),
        Gen.Const(Command () => new Freeze("reason")),
        Gen.Const(Command () => new Unfreeze()),
        Gen.Const(Command () => new Close()));

    [Fact]
    public void Random_commands_agree_with_the_model() => Commands.Array[1, 40].Sample(commands =>
    {
        var (account, model) = (new Account(), new Model());
        foreach (var command in commands)
        {
            var decision = Decide(account, command);
            Assert.Equal(model.Takes(command), decision.Refusal is null);
            account = decision.Events.Aggregate(account, static (state, @event) => state.Apply(@event));
            Assert.Equal((model.Status, model.Balance, model.Limit),
                (account.Status, account.Balance.Amount, account.OverdraftLimit.Amount));
            Assert.True(account.Balance.Amount >= -account.OverdraftLimit.Amount);
        }
    }, iter: 2_000);

    private static Decision Decide(Account account, Command command) => command switch
    {
        OpenAccount open => AccountDecisions.Open(account, open),
        Deposit deposit => AccountDecisions.Deposit(account, deposit),
        Withdraw withdraw => AccountDecisions.Withdraw(account, withdraw),
        CreditInterest interest => AccountDecisions.CreditInterest(account, interest),
        SetOverdraftLimit limit => AccountDecisions.SetOverdraftLimit(account, limit),
        Freeze freeze => AccountDecisions.Freeze(account, freeze),
        Unfreeze unfreeze => AccountDecisions.Unfreeze(account, unfreeze),
        Close close => AccountDecisions.Close(account, close),
        _ => throw new InvalidOperationException(),
    };

    private sealed class Model
    {
        public AccountStatus Status { get; private set; }

        public decimal Balance { get; private set; }

        public decimal Limit { get; private set; }

        /// <summary>Carries the command out if it may be; tells whether it was.</summary>
        public bool Takes(Command command) => command switch
        {
            OpenAccount open => Do(
                Status == AccountStatus.None, () => (Status, Limit) = (AccountStatus.Open, open.OverdraftLimit.Amount)),
            Freeze => Do(Status == AccountStatus.Open, () => Status = AccountStatus.Frozen),
            Unfreeze => Do(Status == AccountStatus.Frozen, () => Status = AccountStatus.Open),
            _ when Status != AccountStatus.Open => false,
            Deposit deposit => Do(true, () => Balance += deposit.Amount.Amount),
            CreditInterest interest => Do(true, () => Balance += interest.Amount.Amount),
            Withdraw withdraw => Do(
                Balance - withdraw.Amount.Amount >= -Limit, () => Balance -= withdraw.Amount.Amount),
            SetOverdraftLimit set => Do(
                set.Limit.Amount != Limit && Balance >= -set.Limit.Amount, () => Limit = set.Limit.Amount),
            Close => Do(Balance == 0, () => Status = AccountStatus.Closed),
            _ => false,
        };

        private static bool Do(bool allowed, Action change)
        {
            if (allowed)
                change();
            return allowed;
        }
    }
}
