using System.Text.Json.Serialization;
using Bank.Accounts.Events;

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
[JsonSerializable(typeof(Account))]
public sealed partial class BankEventsJson : JsonSerializerContext;
