using Bank.Contracts;

namespace Bank.Client.Requests;

/// <summary>What another system knows about a booking that it sends.</summary>
public sealed record BookingDetailsRequest
{
    /// <summary>How the money moved, for example cash-deposit; at most 64 characters.</summary>
    public string? Operation { get; init; }

    /// <summary>The day on which the other system booked it.</summary>
    public DateOnly? BookedOn { get; init; }

    /// <summary>The other bank; at most 64 characters.</summary>
    public string? PartnerBank { get; init; }

    /// <summary>The account at the other bank; at most 64 characters.</summary>
    public string? PartnerAccount { get; init; }

    internal BookingDetails ToDetails() => new(Operation, BookedOn, PartnerBank, PartnerAccount);
}
