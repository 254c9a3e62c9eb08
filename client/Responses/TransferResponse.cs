using System.Text.Json;
using Bank.Client.Tenants;
using Bank.Contracts.Transfers;
using Orchestrix.Sagas;

namespace Bank.Client.Responses;

/// <summary>A transfer as it stands.</summary>
/// <param name="Id">The id of the transfer.</param>
/// <param name="From">The account that pays.</param>
/// <param name="To">The account that receives.</param>
/// <param name="Amount">How much.</param>
/// <param name="Currency">ISO 4217 code.</param>
/// <param name="Reference">The text of both statements; absent if there is none.</param>
/// <param name="PartnerBank">The bank of the account that receives; absent for this bank.</param>
/// <param name="Status">
/// <c>running</c>; <c>compensating</c>, while money goes back; <c>completed</c>; <c>compensated</c>, when nothing was
/// moved or all of it went back; or <c>parked</c>, when it waits for a person of the bank.
/// </param>
/// <param name="Version">Number of its events.</param>
/// <param name="StartedAt">When it started.</param>
/// <param name="EndedAt">When it ended; absent if it has not.</param>
/// <param name="IsCancelled">True if it was cancelled, whether or not that is done yet.</param>
/// <param name="ReasonCode">Why it goes back or is parked; absent if it is not.</param>
/// <param name="Reason">The same for people; for callers of a tenant absent if a program said it.</param>
/// <param name="Steps">What was done so far, in the order in which it began.</param>
public sealed record TransferResponse(
    string Id, string From, string To, decimal Amount, string Currency, string? Reference, string? PartnerBank,
    string Status, long Version, DateTimeOffset? StartedAt, DateTimeOffset? EndedAt, bool IsCancelled,
    string? ReasonCode, string? Reason, IReadOnlyList<TransferStepResponse> Steps)
{
    internal static TransferResponse Of(SagaView view)
    {
        var transfer = JsonSerializer.Deserialize<Transfer>(view.DataJson!, JsonSerializerOptions.Web)!;
        return new TransferResponse(
            CallerKeys.IdOf(view.Saga.Key), transfer.From, transfer.To, transfer.Amount.Amount,
            transfer.Amount.Currency, transfer.Reference, transfer.PartnerBank, TransferStepResponse.Text(view.Status),
            view.Version, view.StartedAt, view.EndedAt, view.IsCancelled, view.ReasonCode,
            FailureTexts.Told(view.ReasonCode, view.Reason),
            [.. view.Steps.Select(TransferStepResponse.From)]);
    }
}
