using Bank.Contracts;
using Bank.Contracts.Transfers;
using Bank.Partners.Events;
using Orchestrix.Aggregates;

namespace Bank.Partners;

/// <summary>What a partner bank knows about a payment.</summary>
public sealed record PartnerPayment : IAggregateState<PartnerPayment>
{
    /// <summary>True once the bank has decided about it.</summary>
    public bool IsKnown { get; init; }

    /// <summary>What became of it; means nothing before it is known.</summary>
    public PaymentStatus Status { get; init; }

    /// <summary>The account there.</summary>
    public string To { get; init; } = "";

    /// <summary>How much.</summary>
    public Money Amount { get; init; }

    /// <summary>When it settles, if it is pending.</summary>
    public DateTimeOffset SettlesAt { get; init; }

    /// <inheritdoc/>
    public PartnerPayment Apply(object @event) => @event switch
    {
        PaymentAccepted accepted => this with
        {
            IsKnown = true,
            Status = PaymentStatus.Pending,
            To = accepted.To,
            Amount = accepted.Amount,
            SettlesAt = accepted.SettlesAt,
        },
        PaymentSettled settled => this with
        {
            IsKnown = true,
            Status = PaymentStatus.Settled,
            To = settled.To,
            Amount = settled.Amount,
        },
        PaymentRejected rejected => this with
        {
            IsKnown = true,
            Status = PaymentStatus.Rejected,
            To = rejected.To,
            Amount = rejected.Amount,
        },
        _ => throw new InvalidOperationException($"A payment does not know the event {@event?.GetType()}."),
    };
}
