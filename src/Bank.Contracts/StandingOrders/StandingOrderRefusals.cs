namespace Bank.Contracts.StandingOrders;

/// <summary>The stable codes of a standing order's refusals. A published code never changes its meaning.</summary>
public static class StandingOrderRefusals
{
    /// <summary>No order was opened under this id.</summary>
    public const string NotFound = "standing-order.not-found";

    /// <summary>An order was opened under this id before, by another command.</summary>
    public const string AlreadyOpen = "standing-order.already-open";

    /// <summary>The first day lies in the past.</summary>
    public const string StartsInThePast = "standing-order.starts-in-the-past";

    /// <summary>The order was cancelled, or its last execution has been made.</summary>
    public const string Over = "standing-order.over";

    /// <summary>The order is paused already.</summary>
    public const string AlreadyPaused = "standing-order.already-paused";

    /// <summary>The order is not paused.</summary>
    public const string NotPaused = "standing-order.not-paused";
}
