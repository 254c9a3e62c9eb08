using Bank.Contracts.Transfers;
using Orchestrix.Commands;
using Orchestrix.Validation;

namespace Bank.Contracts.StandingOrders;

/// <summary>Opens a standing order; its id is the grain's key.</summary>
/// <param name="Transfer">What each execution transfers.</param>
/// <param name="Schedule">When.</param>
[GenerateSerializer, Immutable, Alias("bank.open-standing-order")]
public sealed record OpenStandingOrder(
    [property: Id(0)] Transfer Transfer, [property: Id(1)] StandingOrderSchedule Schedule) : Command
{
    /// <inheritdoc/>
    public override IEnumerable<ValidationError?> Validate() => [.. Transfer.Check(), .. Schedule.Check()];
}
