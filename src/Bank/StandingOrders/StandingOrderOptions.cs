namespace Bank.StandingOrders;

/// <summary>When standing orders are looked at.</summary>
public sealed class StandingOrderOptions
{
    /// <summary>
    /// How often an order is looked at that is due, or whose transfers have not ended: a payment is begun at most this
    /// long after its day began. Not below the shortest period of Orleans' reminders, a minute by default. Default 5
    /// minutes.
    /// </summary>
    public TimeSpan CheckPeriod { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>How long a transfer is waited for before it is left for the next look. Default 1 s.</summary>
    public TimeSpan TransferPatience { get; set; } = TimeSpan.FromSeconds(1);
}
