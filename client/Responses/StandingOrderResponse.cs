using Bank.Client.Tenants;
using Bank.Contracts.StandingOrders;

namespace Bank.Client.Responses;

/// <summary>A standing order as it stands.</summary>
/// <param name="Id">The id of the order.</param>
/// <param name="Status">Where it stands.</param>
/// <param name="From">The account that pays.</param>
/// <param name="To">The account that receives.</param>
/// <param name="Amount">How much each time.</param>
/// <param name="Currency">ISO 4217 code.</param>
/// <param name="Reference">The text of both statements; absent if there is none.</param>
/// <param name="PartnerBank">The bank of the account that receives; absent for this bank.</param>
/// <param name="Frequency">How often it pays.</param>
/// <param name="Start">The day of the first execution.</param>
/// <param name="End">The last day on which an execution can fall; absent for no end.</param>
/// <param name="NextDueOn">The day of the next execution; absent if there is none.</param>
/// <param name="Executed">Executions that were begun.</param>
/// <param name="Skipped">Executions that were passed over: during a pause, or missed for too long.</param>
/// <param name="Executions">The latest executions, oldest first, at most 12.</param>
/// <param name="Version">Number of its events.</param>
public sealed record StandingOrderResponse(
    string Id, StandingOrderStatus Status, string From, string To, decimal Amount, string Currency, string? Reference,
    string? PartnerBank, StandingOrderFrequency Frequency, DateOnly Start, DateOnly? End, DateOnly? NextDueOn,
    int Executed, int Skipped, IReadOnlyList<ExecutionResponse> Executions, long Version)
{
    internal static StandingOrderResponse Of(StandingOrderView order) => Of(order, CallerKeys.IdOf(order.Id));

    private static StandingOrderResponse Of(StandingOrderView order, string id) => new(
        id, order.Status, order.Transfer.From, order.Transfer.To, order.Transfer.Amount.Amount,
        order.Transfer.Amount.Currency, order.Transfer.Reference, order.Transfer.PartnerBank,
        order.Schedule.Frequency, order.Schedule.Start, order.Schedule.End, order.NextDueOn, order.Executed,
        order.Skipped, [.. order.Executions.Select(execution => ExecutionResponse.From(id, execution))],
        order.Version);
}
