using Orchestrix.Commands;

namespace Bank.Contracts.StandingOrders;

/// <summary>Goes on with a paused order; what fell due during the pause is skipped.</summary>
[GenerateSerializer, Immutable, Alias("bank.resume-standing-order")]
public sealed record ResumeStandingOrder : Command;
