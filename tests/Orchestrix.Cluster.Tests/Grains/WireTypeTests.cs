using Bank.Contracts;
using Bank.Contracts.Commands;
using Bank.Contracts.Replies;
using Bank.Contracts.StandingOrders;
using Bank.Contracts.Transfers;
using Bank.Partners;
using Microsoft.Extensions.DependencyInjection;
using Orchestrix.Commands;
using Orchestrix.Events;
using Orleans.Serialization;

namespace Orchestrix.Cluster.Tests.Grains;

public class WireTypeTests
{
    private static readonly Serializer Serializer =
        new ServiceCollection().AddSerializer().BuildServiceProvider().GetRequiredService<Serializer>();

    private static readonly BookingDetails Booking = new("transfer-in", new DateOnly(1993, 1, 31), "AB", "1");

    private static readonly StandingOrderSchedule Schedule =
        new(StandingOrderFrequency.Monthly, new DateOnly(2026, 1, 31), new DateOnly(2027, 1, 31));

    public static TheoryData<object> Messages =>
    [
        Money.Of(-12.34m, "EUR"),
        new OpenAccount("Ada", "EUR", 10) { CommandId = "c", ExpectedVersion = 0 },
        new Deposit(Money.Of(1, "EUR"), "r", Booking) { CommandId = "c", ExpectedVersion = 7 },
        new Withdraw(Money.Of(1, "EUR"), "r", Booking),
        new CreditInterest(Money.Of(1, "EUR"), "r", Booking),
        new SetOverdraftLimit(Money.Of(1, "EUR")),
        new Freeze("x"),
        new Unfreeze { CommandId = "c" },
        new Close(),
        new Transfer("a", "b", Money.Of(1, "EUR"), "r", "AB"),
        new Payment("p", "b", Money.Of(1, "EUR"), "r"),
        new OpenStandingOrder(new Transfer("a", "b", Money.Of(1, "EUR")), Schedule) { CommandId = "c" },
        new PauseStandingOrder { CommandId = "c" },
        new ResumeStandingOrder { ExpectedVersion = 3 },
        new CancelStandingOrder("moved"),
        Schedule,
        new StandingOrderExecution(3, new DateOnly(2026, 3, 31), ExecutionOutcome.Refused, "account.frozen"),
        new AccountView("a", "Ada", "EUR", 1, 2, 3, AccountStatus.Frozen, 4),
        new AccountSummary("a", "Ada", "EUR", 1, 2, AccountStatus.Closed),
        new DaySummary(new DateOnly(2026, 1, 31), "EUR", 1, 2, 3, 4, 5),
        new CurrencyTotals("EUR", 1, 2, 3, 4, 5, 6),
        new ActivitySummary("a", "EUR", 1, 2, DateTimeOffset.UnixEpoch),
        new Answer<string>("a", 7),
        new StatementEntry(1, DateTimeOffset.UnixEpoch, StatementEntryKind.Interest, -1, 2, "r", Booking),
        new AccountEvent(1, 2, "t", 1, "{}", Guid.NewGuid(), Guid.NewGuid(), "c", DateTimeOffset.UnixEpoch,
            new EventMetadata { Actor = "a" }),
    ];

    [Theory]
    [MemberData(nameof(Messages))]
    public void A_message_survives_the_wire(object message) =>
        Assert.Equal(message, Serializer.Deserialize<object>(Serializer.SerializeToArray(message)));

    [Fact]
    public void A_page_survives_the_wire()
    {
        var entry = new StatementEntry(1, DateTimeOffset.UnixEpoch, StatementEntryKind.Deposit, 1, 2, null, null);
        var page = Serializer.Deserialize<StatementPage>(
            Serializer.SerializeToArray(new StatementPage("a", "Ada", "EUR", 1, [entry], 2, 3)))!;
        Assert.Equal(("a", 1, 2, 3), (page.AccountId, page.OpeningBalance, page.ClosingBalance, page.NextVersion));
        Assert.Equal(entry, Assert.Single(page.Entries));
    }

    [Fact]
    public void A_standing_order_survives_the_wire()
    {
        var transfer = new Transfer("a", "b", Money.Of(1, "EUR"));
        var order = Serializer.Deserialize<StandingOrderView>(Serializer.SerializeToArray(new StandingOrderView
        {
            Id = "o",
            Status = StandingOrderStatus.Paused,
            Transfer = transfer,
            Schedule = Schedule,
            NextDueOn = Schedule.Start,
            Executed = 1,
            Skipped = 2,
            Executions = [new StandingOrderExecution(1, Schedule.Start)],
            Version = 3,
        }))!;
        Assert.Equal(("o", StandingOrderStatus.Paused, transfer, Schedule, Schedule.Start),
            (order.Id, order.Status, order.Transfer, order.Schedule, order.NextDueOn!.Value));
        Assert.Equal((1, 2, 3L), (order.Executed, order.Skipped, order.Version));
        Assert.Equal(new StandingOrderExecution(1, Schedule.Start), Assert.Single(order.Executions));
    }

    [Fact]
    public void A_failure_of_a_partner_bank_survives_the_wire()
    {
        var copy = Serializer.Deserialize<PartnerBankException>(
            Serializer.SerializeToArray(new PartnerBankException("no")))!;
        Assert.Equal(("no", "partner-bank.failed"), (copy.Message, copy.Code));
    }

    [Fact]
    public void A_result_survives_the_wire()
    {
        var result = new CommandResult<AccountView> { Refusal = new Refusal("a.b", "no"), Version = 3 };
        var copy = Serializer.Deserialize<CommandResult<AccountView>>(Serializer.SerializeToArray(result))!;
        Assert.Equal(("a.b", 3), (copy.Refusal?.Code, copy.Version));
    }
}
