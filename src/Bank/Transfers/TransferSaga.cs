using Bank.Contracts;
using Bank.Contracts.Commands;
using Bank.Contracts.Transfers;
using Orchestrix.Commands;
using Orchestrix.Retry;
using Orchestrix.Sagas;
using Orchestrix.Tenants;
using Orchestrix.Validation;

namespace Bank.Transfers;

/// <summary>
/// Debits one account and credits another; if that is refused, the first gets its money back. Whether a debit took
/// effect is asked before it is refunded, and a credit that nobody can be sure of waits for a person: money is neither
/// made nor lost by guessing.
/// </summary>
public sealed class TransferSaga() : Saga<Transfer>("transfer", version: 1)
{
    /// <summary>The step that takes the money.</summary>
    public const string Debit = "debit";

    /// <summary>The step that gives it.</summary>
    public const string Credit = "credit";

    /// <inheritdoc/>
    protected override void Define(SagaBuilder<Transfer> saga)
    {
        ArgumentNullException.ThrowIfNull(saga);
        saga.Step(Debit, DebitAsync)
            .Compensate(RefundAsync)
            .Retry(new ExponentialBackoff(maxRetries: 5, TimeSpan.FromMilliseconds(200)));
        saga.Step(Credit, CreditAsync)
            .Deadline(TimeSpan.FromHours(1))
            .Retry(new ExponentialBackoff(maxRetries: 10, TimeSpan.FromMilliseconds(200)));
    }

    /// <inheritdoc/>
    protected override IEnumerable<ValidationError?> Validate(Transfer data)
    {
        ArgumentNullException.ThrowIfNull(data);
        return data.Check();
    }

    private static async Task<StepResult> DebitAsync(SagaContext<Transfer> saga, CancellationToken cancellationToken) =>
        StepResult.From(await From(saga).WithdrawAsync(Withdrawal(saga)));

    private static async Task<StepResult> RefundAsync(SagaContext<Transfer> saga, CancellationToken cancellationToken)
    {
        // Sent again under its id, the debit tells whether it took effect; if it did not, it does now and is refunded.
        if (!saga.IsOutcomeKnown && !(await From(saga).WithdrawAsync(Withdrawal(saga))).IsAccepted)
            return StepResult.Done();
        return StepResult.From(await From(saga).DepositAsync(Deposit(saga, "transfer-refund")));
    }

    private static async Task<StepResult> CreditAsync(SagaContext<Transfer> saga, CancellationToken cancellationToken)
    {
        var transfer = saga.Data;
        if (transfer.PartnerBank is not { } bank)
        {
            return StepResult.From(await Account(saga, transfer.To).DepositAsync(Deposit(saga, "transfer-in")));
        }
        var payment = new Payment(saga.CommandId, transfer.To, transfer.Amount, transfer.Reference);
        return await saga.Grains.GetGrain<IPartnerBankGrain>(bank).PayAsync(payment) switch
        {
            PaymentStatus.Settled => StepResult.Done(),
            PaymentStatus.Pending => StepResult.Pending(),
            _ => StepResult.Final(TransferRefusals.RejectedByPartner, "The partner bank rejected the payment."),
        };
    }

    private static IAccountGrain From(SagaContext<Transfer> saga) => Account(saga, saga.Data.From);

    // Both accounts are of the transfer's own tenant: the data names them within it.
    private static IAccountGrain Account(SagaContext<Transfer> saga, string id) =>
        saga.Grains.GetGrain<IAccountGrain>(TenantKey.For(saga.Saga.Tenant, id));

    private static Withdraw Withdrawal(SagaContext<Transfer> saga) => new(
        saga.Data.Amount, saga.Data.Reference,
        new BookingDetails("transfer-out", null, saga.Data.PartnerBank, saga.Data.To))
    { CommandId = saga.ActionCommandId };

    private static Deposit Deposit(SagaContext<Transfer> saga, string operation) => new(
        saga.Data.Amount, saga.Data.Reference, new BookingDetails(operation))
    { CommandId = saga.CommandId };
}
