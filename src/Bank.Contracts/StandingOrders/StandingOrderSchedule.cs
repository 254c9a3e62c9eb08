using Orchestrix.Validation;

namespace Bank.Contracts.StandingOrders;

/// <summary>When a standing order pays: days of the calendar, which begin at midnight UTC.</summary>
/// <param name="Frequency">How often.</param>
/// <param name="Start">The day of the first execution.</param>
/// <param name="End">The last day on which an execution can fall; null for no end.</param>
[GenerateSerializer, Immutable, Alias("bank.standing-order-schedule")]
public sealed record StandingOrderSchedule(
    [property: Id(0)] StandingOrderFrequency Frequency,
    [property: Id(1)] DateOnly Start,
    [property: Id(2)] DateOnly? End = null)
{
    /// <summary>
    /// The day of an execution, from 1. Always counted from the first day: after a 28th of February comes a 31st of
    /// March again.
    /// </summary>
    public DateOnly DueOn(int number) => Frequency switch
    {
        StandingOrderFrequency.Daily => Start.AddDays(number - 1),
        StandingOrderFrequency.Weekly => Start.AddDays(7 * (number - 1)),
        _ => Start.AddMonths(number - 1),
    };

    /// <summary>How many executions have fallen due by the end of a day.</summary>
    public int DueBy(DateOnly day)
    {
        if (End < day)
            day = End.Value;
        if (day < Start)
            return 0;
        var days = day.DayNumber - Start.DayNumber;
        var months = ((day.Year - Start.Year) * 12) + day.Month - Start.Month;
        return Frequency switch
        {
            StandingOrderFrequency.Daily => days + 1,
            StandingOrderFrequency.Weekly => (days / 7) + 1,
            _ => Start.AddMonths(months) <= day ? months + 1 : months,
        };
    }

    /// <summary>True if there is an execution of this number.</summary>
    public bool Has(int number) => number <= DueBy(StandingOrderLimits.MaxDate);

    /// <summary>What is wrong with it.</summary>
    public IEnumerable<ValidationError?> Check() =>
    [
        Enum.IsDefined(Frequency)
            ? null
            : new ValidationError(nameof(Frequency), "one-of", "Frequency must be daily, weekly or monthly."),
        Start == default || Start > StandingOrderLimits.MaxDate
            ? new ValidationError(nameof(Start), "in-range",
                $"Start must be a day up to {StandingOrderLimits.MaxDate:yyyy-MM-dd}.")
            : null,
        End < Start || End > StandingOrderLimits.MaxDate
            ? new ValidationError(nameof(End), "in-range",
                $"End must be a day from Start up to {StandingOrderLimits.MaxDate:yyyy-MM-dd}.")
            : null,
    ];
}
