using System.Text.Json.Serialization;
using Bank.Accounts.Events;
using Bank.Partners.Events;
using Bank.StandingOrders.Events;

namespace Bank.Accounts;

/// <summary>
/// The JSON of the bank's events, generated at compile time. Their shape is a contract; see the golden files. That of
/// the account, for snapshots, is none.
/// </summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(AccountOpened))]
[JsonSerializable(typeof(MoneyDeposited))]
[JsonSerializable(typeof(MoneyWithdrawn))]
[JsonSerializable(typeof(InterestCredited))]
[JsonSerializable(typeof(OverdraftLimitSet))]
[JsonSerializable(typeof(AccountFrozen))]
[JsonSerializable(typeof(AccountUnfrozen))]
[JsonSerializable(typeof(AccountClosed))]
[JsonSerializable(typeof(PaymentAccepted))]
[JsonSerializable(typeof(PaymentSettled))]
[JsonSerializable(typeof(PaymentRejected))]
[JsonSerializable(typeof(StandingOrderOpened))]
[JsonSerializable(typeof(StandingOrderPaused))]
[JsonSerializable(typeof(StandingOrderResumed))]
[JsonSerializable(typeof(StandingOrderCancelled))]
[JsonSerializable(typeof(StandingOrderEnded))]
[JsonSerializable(typeof(ExecutionBegun))]
[JsonSerializable(typeof(ExecutionEnded))]
[JsonSerializable(typeof(ExecutionsSkipped))]
[JsonSerializable(typeof(Account))]
public sealed partial class BankEventsJson : JsonSerializerContext;
