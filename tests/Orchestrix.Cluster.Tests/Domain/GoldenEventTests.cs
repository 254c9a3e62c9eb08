using System.Text;
using System.Text.Json.Nodes;
using Bank.Accounts;
using Bank.Accounts.Events;
using Bank.Contracts;
using Bank.Contracts.StandingOrders;
using Bank.Contracts.Transfers;
using Bank.Partners.Events;
using Bank.StandingOrders.Events;
using Orchestrix.Events;
using Orchestrix.Serialization;

namespace Orchestrix.Cluster.Tests.Domain;

/// <summary>
/// One file for each event type and version: what is stored today must be readable, and written the same, for ever.
/// </summary>
public class GoldenEventTests
{
    private static readonly BookingDetails Booking = new("transfer-in", new DateOnly(1993, 1, 31), "AB", "12345678");

    private static readonly EventTypeRegistry Registry =
        new EventTypeRegistryBuilder().AddEvents(BankEventsJson.Default).Build();

    private static readonly EventSerializer Serializer = new(Registry);

    public static TheoryData<object> Events =>
    [
        new AccountOpened("Žofie 🏦 Nováková", Money.Of(500, "CZK")),
        new MoneyDeposited(Money.Of(1000.5m, "CZK"), Money.Of(2000, "CZK"), "salary", Booking),
        new MoneyWithdrawn(Money.Of(0.01m, "CZK"), Money.Of(-0.01m, "CZK"), "coffee", Booking),
        new InterestCredited(Money.Of(12.3m, "CZK"), Money.Of(Money.MaxAmount, "CZK"), "interest", Booking),
        new OverdraftLimitSet(Money.Zero("JPY")),
        new AccountFrozen("court order"),
        new AccountUnfrozen(),
        new AccountClosed(),
        new PaymentAccepted("12345678", Money.Of(12.5m, "EUR"), new DateTimeOffset(2026, 1, 31, 12, 0, 0, default)),
        new PaymentSettled("12345678", Money.Of(12.5m, "EUR")),
        new PaymentRejected("12345678", Money.Of(12.5m, "EUR")),
        new StandingOrderOpened(
            new Transfer("a", "b", Money.Of(12.5m, "EUR"), "rent", "AB"),
            new StandingOrderSchedule(
                StandingOrderFrequency.Monthly, new DateOnly(2026, 1, 31), new DateOnly(2027, 1, 31))),
        new StandingOrderPaused(),
        new StandingOrderResumed(),
        new StandingOrderCancelled("moved"),
        new StandingOrderEnded(),
        new ExecutionBegun(3, new DateOnly(2026, 3, 31)),
        new ExecutionEnded(3, ExecutionOutcome.Refused, AccountRefusals.InsufficientFunds),
        new ExecutionsSkipped(4, 6, ExecutionsSkipped.Paused),
    ];

    [Theory]
    [MemberData(nameof(Events))]
    public void An_event_is_written_as_its_golden_file_and_read_back(object @event)
    {
        var data = Serializer.Serialize(@event);
        var golden = Golden(data.EventType, data.SchemaVersion);
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(golden), JsonNode.Parse(data.Json.Span)),
            $"{data.EventType} is written as {Encoding.UTF8.GetString(data.Json.Span)}");
        Assert.Equal(@event, Serializer.Deserialize(Recorded(data.EventType, data.SchemaVersion, golden)));
    }

    [Fact]
    public void Every_registered_version_has_a_golden_file_and_a_case_here()
    {
        var covered = Events.Select(row => Serializer.Serialize(row.Data).EventType).ToHashSet();
        Assert.All(Registry.EventTypes, type =>
        {
            Assert.Contains(type.EventType, covered);
            for (var version = 1; version <= type.SchemaVersion; version++)
            {
                var golden = Golden(type.EventType, version);
                Assert.NotNull(Serializer.Deserialize(Recorded(type.EventType, version, golden)));
            }
        });
    }

    [Theory]
    [InlineData("account.opened", """{"overdraftLimit":{"amount":1,"currency":"EUR"}}""")]
    [InlineData("account.money-deposited", """{"amount":{"currency":"EUR"},"balance":{"amount":1,"currency":"EUR"}}""")]
    public void A_stored_event_that_lacks_a_part_is_not_read_as_zero(string type, string json) =>
        Assert.ThrowsAny<Exception>(() => Serializer.Deserialize(Recorded(type, 1, Encoding.UTF8.GetBytes(json))));

    private static byte[] Golden(string type, int version) =>
        File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Domain", "Golden", $"{type}.v{version}.json"));

    private static RecordedEvent Recorded(string type, int version, byte[] json) => new()
    {
        Stream = StreamId.For("account", "golden"),
        Version = 1,
        Position = 1,
        EventType = type,
        SchemaVersion = version,
        Json = json,
        EventId = Guid.Empty,
        CommitId = Guid.Empty,
        CommitIndex = 0,
        CommitSize = 1,
        RecordedAt = DateTimeOffset.UnixEpoch,
    };
}
