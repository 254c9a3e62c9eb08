using Bank.Contracts;
using Bank.Contracts.Commands;
using Orchestrix.Commands;

namespace Orchestrix.Cluster.Tests.Domain;

public class CommandValidationTests
{
    private static readonly Money Ten = Money.Of(10, "EUR");

    private static readonly (Command Command, string Field, string Code)[] _unsound =
    [
        (new OpenAccount(" ", "EUR"), "Owner", "not-empty"),
        (new OpenAccount(null!, "EUR"), "Owner", "not-empty"),
        (new OpenAccount(new string('a', 201), "EUR"), "Owner", "max-length"),
        (new OpenAccount("a\nb", "EUR"), "Owner", "no-control-characters"),
        (new OpenAccount("a\0b", "EUR"), "Owner", "no-control-characters"),
        (new OpenAccount("a\ud800", "EUR"), "Owner", "no-control-characters"),
        (new OpenAccount("a", "XYZ"), "Currency", "unknown-currency"),
        (new OpenAccount("a", "EUR", -1), "OverdraftLimit", "non-negative"),
        (new OpenAccount("a", "EUR", 0.001m), "OverdraftLimit", "over-precise"),
        (new Deposit(Money.Zero("EUR")), "Amount", "positive"),
        (new Deposit(-Ten), "Amount", "positive"),
        (new Deposit(new Money(0.001m, "EUR")), "Amount", "over-precise"),
        (new Deposit(new Money(Money.MaxAmount + 1, "EUR")), "Amount", "in-range"),
        (new Deposit(new Money(1, "XYZ")), "Currency", "unknown-currency"),
        (new Deposit(Ten, " "), "Reference", "not-empty"),
        (new Deposit(Ten, new string('a', 141)), "Reference", "max-length"),
        (new Deposit(Ten, null, new(PartnerBank: "\u0007")), "Booking.PartnerBank", "no-control-characters"),
        (new Withdraw(Money.Zero("EUR")), "Amount", "positive"),
        (new CreditInterest(new Money(1.5m, "JPY")), "Amount", "over-precise"),
        (new SetOverdraftLimit(-Ten), "Limit", "non-negative"),
        (new Freeze(""), "Reason", "not-empty"),
        (new Freeze(new string('a', 501)), "Reason", "max-length"),
    ];

    // By number: a test report cannot hold the control characters of some commands.
    public static TheoryData<int> Unsound => [.. Enumerable.Range(0, _unsound.Length)];

    public static TheoryData<Command> Sound =>
    [
        new OpenAccount("Žofie 🏦 Nováková", "CZK", 0.01m),
        new Deposit(Ten, "reference", new BookingDetails("cash-deposit", new DateOnly(1993, 1, 1), "AB", "123")),
        new Withdraw(Money.Of(Money.MaxAmount, "EUR")),
        new CreditInterest(Money.Of(0.01m, "EUR")),
        new SetOverdraftLimit(Money.Zero("EUR")),
        new Freeze("court order"),
        new Unfreeze(),
        new Close(),
    ];

    [Theory]
    [MemberData(nameof(Unsound))]
    public void An_unsound_command_is_reported_by_field(int number)
    {
        var (command, field, code) = _unsound[number];
        Assert.Contains(command.Validate(), error => error is not null && error.Field == field && error.Code == code);
    }

    [Theory]
    [MemberData(nameof(Sound))]
    public void A_sound_command_passes(Command command)
    {
        ArgumentNullException.ThrowIfNull(command);
        Assert.DoesNotContain(command.Validate(), error => error is not null);
    }

    [Theory]
    [InlineData("a", true)]
    [InlineData("A-1_b.c", true)]
    [InlineData("", false)]
    [InlineData(null, false)]
    [InlineData(".a", false)]
    [InlineData("a/b", false)]
    [InlineData("a b", false)]
    [InlineData("ä", false)]
    public void An_account_id_holds_few_kinds_of_characters(string? id, bool expected) =>
        Assert.Equal(expected, AccountLimits.IsAccountId(id));

    [Fact]
    public void An_account_id_has_a_greatest_length()
    {
        Assert.True(AccountLimits.IsAccountId(new string('a', AccountLimits.MaxIdLength)));
        Assert.False(AccountLimits.IsAccountId(new string('a', AccountLimits.MaxIdLength + 1)));
    }
}
