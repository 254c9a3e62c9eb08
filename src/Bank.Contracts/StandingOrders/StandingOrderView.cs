using Bank.Contracts.Transfers;

namespace Bank.Contracts.StandingOrders;

/// <summary>A standing order as it stands.</summary>
[GenerateSerializer, Immutable, Alias("bank.standing-order-view")]
public sealed record StandingOrderView
{
    /// <summary>The id of the order.</summary>
    [Id(0)]
    public required string Id { get; init; }

    /// <summary>Where it stands.</summary>
    [Id(1)]
    public StandingOrderStatus Status { get; init; }

    /// <summary>What each execution transfers.</summary>
    [Id(2)]
    public required Transfer Transfer { get; init; }

    /// <summary>When.</summary>
    [Id(3)]
    public required StandingOrderSchedule Schedule { get; init; }

    /// <summary>The day of the next execution; null if the order is not active or has no further one.</summary>
    [Id(4)]
    public DateOnly? NextDueOn { get; init; }

    /// <summary>Executions that were begun.</summary>
    [Id(5)]
    public int Executed { get; init; }

    /// <summary>Executions that were passed over, for a pause or because they were missed for too long.</summary>
    [Id(6)]
    public int Skipped { get; init; }

    /// <summary>The latest executions, oldest first; at most <see cref="StandingOrderLimits.MaxShown"/>.</summary>
    [Id(7)]
    public IReadOnlyList<StandingOrderExecution> Executions { get; init; } = [];

    /// <summary>Number of its events.</summary>
    [Id(8)]
    public long Version { get; init; }
}
