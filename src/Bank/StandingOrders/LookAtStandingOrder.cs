using Orchestrix.Commands;

namespace Bank.StandingOrders;

/// <summary>Does what a day asks for. Depends on nothing that was seen before, so that it needs no id.</summary>
/// <param name="Today">The day, in UTC.</param>
public sealed record LookAtStandingOrder(DateOnly Today) : Command;
