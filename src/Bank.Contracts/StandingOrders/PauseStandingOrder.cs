using Orchestrix.Commands;

namespace Bank.Contracts.StandingOrders;

/// <summary>Lets no further execution begin until the order is resumed.</summary>
[GenerateSerializer, Immutable, Alias("bank.pause-standing-order")]
public sealed record PauseStandingOrder : Command;
