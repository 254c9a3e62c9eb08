namespace Bank.Contracts.StandingOrders;

/// <summary>The limits of standing orders.</summary>
public static class StandingOrderLimits
{
    /// <summary>Longest id of an order, in characters: 48. Ids of its transfers are longer by the number.</summary>
    public const int MaxIdLength = 48;

    /// <summary>
    /// Most missed executions that are made up for, the latest ones: 31. Older ones are skipped, which is recorded.
    /// </summary>
    public const int MaxCatchUp = 31;

    /// <summary>
    /// Most executions whose transfers have not ended: 31. No further one begins before one of them ends.
    /// </summary>
    public const int MaxOpen = 31;

    /// <summary>How many executions the order shows, the latest ones: 12.</summary>
    public const int MaxShown = 12;

    /// <summary>The last day on which something can fall due.</summary>
    public static readonly DateOnly MaxDate = new(2999, 12, 31);

    /// <summary>True if <paramref name="id"/> can name an order: an account's characters, but shorter.</summary>
    public static bool IsOrderId(string? id) => id?.Length <= MaxIdLength && AccountLimits.IsAccountId(id);
}
