using Bank.Accounts;
using Bank.Accounts.Events;
using Bank.Contracts;
using Bank.Contracts.Commands;
using Orchestrix.Events;
using Orchestrix.Serialization;

namespace Orchestrix.Benchmarks.Micro;

/// <summary>What the bank writes most: a deposit with the details that another system sent.</summary>
internal static class Samples
{
    private static readonly BookingDetails Booking =
        new("transfer-in", new DateOnly(2026, 3, 14), "QR", "62457513");

    public static Money Euro(decimal amount) => Money.Of(amount, "EUR");

    public static Deposit Deposit(string? commandId = null) =>
        new(Euro(12.50m), "Invoice 2026-0815", Booking) { CommandId = commandId };

    public static MoneyDeposited Deposited(decimal balance) =>
        new(Euro(12.50m), Euro(balance), "Invoice 2026-0815", Booking);

    public static EventSerializer GeneratedSerializer() =>
        new(new EventTypeRegistryBuilder().AddEvents(BankEventsJson.Default).Build());

    public static Commit Commit(EventSerializer serializer, string key) => new()
    {
        Stream = StreamId.For("account", key),
        ExpectedVersion = ExpectedVersion.Exactly(0),
        CommitId = Guid.CreateVersion7(),
        // An array, as the grains make it, and no read-only list of the compiler.
        Events = new[] { serializer.Serialize(Deposited(12.50m)) },
        CommandId = $"import-{key}",
        CommandFingerprint = 4711,
    };

    public static Commit[] Commits(int count)
    {
        var serializer = GeneratedSerializer();
        return [.. Enumerable.Range(0, count).Select(key => Commit(serializer, $"{key}"))];
    }

    public static RecordedEvent Recorded(EventData data, int? schemaVersion = null) => new()
    {
        Stream = StreamId.For("account", "1"),
        Version = 2,
        Position = 2,
        EventType = data.EventType,
        SchemaVersion = schemaVersion ?? data.SchemaVersion,
        Json = data.Json,
        EventId = data.EventId,
        CommitId = Guid.CreateVersion7(),
        CommitIndex = 0,
        CommitSize = 1,
        RecordedAt = DateTimeOffset.UnixEpoch,
    };
}
