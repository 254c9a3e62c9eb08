using System.Globalization;
using Bank.Contracts;
using Bank.Contracts.Commands;
using Bank.Contracts.Replies;
using Orchestrix.Commands;
using Orchestrix.Errors;
using Orchestrix.Events;

namespace Orchestrix.Cluster.Tests.Grains;

public class AccountGrainTests(SiloFixture fixture) : IClassFixture<SiloFixture>
{
    [Fact]
    public async Task A_command_answers_with_the_account_after_it()
    {
        var account = Account();
        var opened = await account.OpenAsync(new OpenAccount("Ada", "EUR", 50));
        var deposited = await account.DepositAsync(new Deposit(Eur(10)));
        Assert.True(opened.IsAccepted && deposited.IsAccepted);
        Assert.Equal((1, 2), (opened.Version, deposited.Version));
        Assert.True(deposited.Position > opened.Position);
        Assert.Equal(
            new AccountView(account.GetPrimaryKeyString(), "Ada", "EUR", 10m, 50m, 60m, AccountStatus.Open, 2),
            deposited.Reply);
        Assert.Equal(deposited.Reply, await account.GetAsync());
    }

    [Fact]
    public async Task A_repeated_command_changes_nothing_and_gets_the_first_answer()
    {
        var account = await OpenedAsync();
        var command = new Deposit(Eur(10)) { CommandId = "d-1" };
        var first = await account.DepositAsync(command);
        await account.WithdrawAsync(new Withdraw(Eur(3)));
        var again = await account.DepositAsync(command);
        Assert.True(again.IsRepeat);
        Assert.Equal((first.Reply, first.Version, first.Position), (again.Reply, again.Version, again.Position));
        Assert.Equal(7m, (await account.GetAsync())!.Balance);
    }

    [Fact]
    public async Task A_repeat_is_answered_although_the_account_would_refuse_it_by_now()
    {
        var account = Account();
        var open = new OpenAccount("Ada", "EUR") { CommandId = "open" };
        var first = await account.OpenAsync(open);
        await account.CloseAsync(new Close());
        var again = await account.OpenAsync(open);
        Assert.True(again.IsRepeat && again.IsAccepted);
        Assert.Equal(first.Reply, again.Reply);
        Assert.Equal(AccountStatus.Open, again.Reply.Status);
    }

    [Fact]
    public async Task An_equal_amount_written_with_another_scale_is_the_same_command()
    {
        var account = await OpenedAsync();
        await account.DepositAsync(new Deposit(new Money(10m, "EUR")) { CommandId = "d" });
        Assert.True((await account.DepositAsync(new Deposit(new Money(10.000m, "EUR")) { CommandId = "d" })).IsRepeat);
    }

    [Fact]
    public async Task A_command_id_reused_for_another_content_throws()
    {
        var account = await OpenedAsync();
        await account.DepositAsync(new Deposit(Eur(10)) { CommandId = "d-1" });
        await Assert.ThrowsAsync<CommandIdReusedException>(
            () => account.DepositAsync(new Deposit(Eur(11)) { CommandId = "d-1" }));
        await Assert.ThrowsAsync<CommandIdReusedException>(
            () => account.WithdrawAsync(new Withdraw(Eur(10)) { CommandId = "d-1" }));
        Assert.Equal(10m, (await account.GetAsync())!.Balance);
    }

    [Fact]
    public async Task An_expected_version_that_is_met_is_accepted_and_a_stale_one_throws()
    {
        var account = await OpenedAsync();
        Assert.True((await account.DepositAsync(new Deposit(Eur(1)) { ExpectedVersion = 1 })).IsAccepted);
        var conflict = await Assert.ThrowsAsync<ConcurrencyException>(
            () => account.DepositAsync(new Deposit(Eur(1)) { ExpectedVersion = 1 }));
        Assert.Equal((1, 2), (conflict.Expected.Value, conflict.Actual));
        await Assert.ThrowsAsync<ConcurrencyException>(
            () => account.DepositAsync(new Deposit(Eur(1)) { ExpectedVersion = 9 }));
        Assert.Equal(2, (await account.GetAsync())!.Version);
    }

    [Fact]
    public async Task A_decision_made_stale_by_someone_else_is_taken_again()
    {
        var account = await OpenedAsync();
        var stream = StreamId.For("account", account.GetPrimaryKeyString());
        await fixture.Silo.Store.AppendAsync(stream, 1, "account.frozen", """{"reason":"other"}""");
        var refused = await account.DepositAsync(new Deposit(Eur(1)));
        Assert.Equal(AccountRefusals.Frozen, refused.Refusal?.Code);
    }

    [Fact]
    public async Task An_unsound_command_is_refused_with_everything_that_is_wrong()
    {
        var refused = await Account().OpenAsync(new OpenAccount("", "XYZ", -1) { CommandId = "a\n" });
        Assert.Equal(Refusal.InvalidCommand, refused.Refusal?.Code);
        Assert.Equal(["CommandId", "Owner", "OverdraftLimit", "Currency"],
            refused.Refusal!.Errors.Select(error => error.Field));
    }

    [Fact]
    public async Task An_account_that_was_never_opened_is_not_there()
    {
        var account = Account();
        Assert.Null(await account.GetAsync());
        Assert.Null(await account.GetStatementAsync(1, 10, TestContext.Current.CancellationToken));
        Assert.Null(await account.GetEventsAsync(1, 10, TestContext.Current.CancellationToken));
        Assert.Equal(AccountRefusals.NotFound, (await account.DepositAsync(new Deposit(Eur(1)))).Refusal?.Code);
    }

    [Fact]
    public async Task A_refused_command_may_be_sent_again_under_its_id()
    {
        var account = await OpenedAsync();
        var withdraw = new Withdraw(Eur(5)) { CommandId = "w" };
        Assert.Equal(AccountRefusals.InsufficientFunds, (await account.WithdrawAsync(withdraw)).Refusal?.Code);
        await account.DepositAsync(new Deposit(Eur(5)));
        Assert.True((await account.WithdrawAsync(withdraw)).IsAccepted);
        Assert.Equal(0m, (await account.GetAsync())!.Balance);
    }

    [Fact]
    public async Task Concurrent_repeats_of_one_command_take_effect_once()
    {
        var account = await OpenedAsync();
        var command = new Deposit(Eur(1)) { CommandId = "once" };
        var answers = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => account.DepositAsync(command)));
        Assert.Single(answers, answer => !answer.IsRepeat);
        Assert.Equal(1m, (await account.GetAsync())!.Balance);
    }

    [Fact]
    public async Task A_lost_answer_is_uncertain_and_a_repeat_tells_the_truth()
    {
        await using var silo = await Support.BankSilo.StartAsync();
        var account = silo.Account("lost");
        await account.OpenAsync(new OpenAccount("Ada", "EUR"));
        silo.Store.LoseNextAnswer = true;
        var command = new Deposit(Eur(10)) { CommandId = "d" };
        await Assert.ThrowsAsync<UncertainOutcomeException>(() => account.DepositAsync(command));
        var again = await account.DepositAsync(command);
        Assert.True(again.IsRepeat);
        Assert.Equal((10m, 2), (again.Reply!.Balance, again.Version));
    }

    [Fact]
    public async Task A_statement_runs_from_balance_to_balance_over_its_pages()
    {
        var account = await OpenedAsync(overdraft: 100);
        await account.DepositAsync(
            new Deposit(Eur(10), "in", new BookingDetails("cash-deposit", new DateOnly(1993, 1, 1))));
        await account.FreezeAsync(new Freeze("check"));
        await account.UnfreezeAsync(new Unfreeze());
        await account.WithdrawAsync(new Withdraw(Eur(25)));
        await account.CreditInterestAsync(new CreditInterest(Eur(0.5m)));

        var entries = new List<StatementEntry>();
        var balance = 0m;
        for (long? from = 1; from is { } version;)
        {
            var page = await account.GetStatementAsync(version, 2, TestContext.Current.CancellationToken);
            Assert.Equal(balance, page!.OpeningBalance);
            entries.AddRange(page.Entries);
            (balance, from) = (page.ClosingBalance, page.NextVersion);
        }
        Assert.Equal(-14.5m, balance);
        Assert.Equal(["10.00 10.00", "-25.00 -15.00", "0.50 -14.50"], entries.Select(entry =>
            string.Create(CultureInfo.InvariantCulture, $"{entry.Amount} {entry.Balance}")));
        Assert.Equal("cash-deposit", entries[0].Booking?.Operation);
    }

    [Theory]
    [InlineData(3, 1, 10, 10)]
    [InlineData(1, 1, 0, 0)]
    [InlineData(99, 1, 10, 10)]
    public async Task A_page_without_movement_tells_the_balance_of_its_time(
        long from, int limit, int opening, int closing)
    {
        var account = await OpenedAsync();
        await account.DepositAsync(new Deposit(Eur(10)));
        await account.FreezeAsync(new Freeze("check"));
        var page = await account.GetStatementAsync(from, limit, TestContext.Current.CancellationToken);
        Assert.Empty(page!.Entries);
        Assert.Equal((opening, closing), (page.OpeningBalance, page.ClosingBalance));
    }

    [Fact]
    public async Task Events_are_paged_with_their_metadata()
    {
        var account = Account();
        CallContext.Set(new EventMetadata { CorrelationId = "c-1", Actor = "tester" });
        await account.OpenAsync(new OpenAccount("Ada", "EUR") { CommandId = "open" });
        await account.DepositAsync(new Deposit(Eur(1)));
        var first = await account.GetEventsAsync(1, 1, TestContext.Current.CancellationToken);
        var opened = Assert.Single(first!.Events);
        Assert.Equal(("account.opened", 1, "open", "c-1", "tester"),
            (opened.Type, opened.SchemaVersion, opened.CommandId, opened.Metadata.CorrelationId,
                opened.Metadata.Actor));
        var second = await account.GetEventsAsync(first.NextVersion!.Value, 1, TestContext.Current.CancellationToken);
        Assert.Equal("account.money-deposited", Assert.Single(second!.Events).Type);
        Assert.Null(second.NextVersion);
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 0)]
    [InlineData(1, AccountLimits.MaxPageSize + 1)]
    public async Task A_page_out_of_range_throws(long from, int limit) =>
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(
            async () => await (await OpenedAsync()).GetEventsAsync(from, limit, TestContext.Current.CancellationToken));

    private static Money Eur(decimal amount) => Money.Of(amount, "EUR");

    private IAccountGrain Account() => fixture.Silo.Account(Guid.NewGuid().ToString("N"));

    private async Task<IAccountGrain> OpenedAsync(decimal overdraft = 0)
    {
        var account = Account();
        Assert.True((await account.OpenAsync(new OpenAccount("Ada", "EUR", overdraft))).IsAccepted);
        return account;
    }
}
