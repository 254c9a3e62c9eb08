using System.Collections.Immutable;
using Bank.Contracts.StandingOrders;
using Bank.Contracts.Transfers;
using Bank.StandingOrders.Events;
using Orchestrix.Aggregates;

namespace Bank.StandingOrders;

/// <summary>
/// The state of a standing order: what its events add up to. The rules are in <see cref="StandingOrderDecisions"/>.
/// </summary>
public sealed record StandingOrder : IAggregateState<StandingOrder>
{
    /// <summary>Where it stands.</summary>
    public StandingOrderStatus Status { get; init; }

    /// <summary>What each execution transfers; null before the first event.</summary>
    public Transfer? Transfer { get; init; }

    /// <summary>When; null before the first event.</summary>
    public StandingOrderSchedule? Schedule { get; init; }

    /// <summary>The number up to which every execution was begun or skipped.</summary>
    public int Decided { get; init; }

    /// <summary>Executions that were skipped.</summary>
    public int Skipped { get; init; }

    /// <summary>Executions that were begun and whose transfers have not ended, oldest first.</summary>
    public ImmutableList<StandingOrderExecution> Open { get; init; } = [];

    /// <summary>The latest executions, oldest first.</summary>
    public ImmutableList<StandingOrderExecution> Latest { get; init; } = [];

    /// <summary>Number of events folded.</summary>
    public long Version { get; init; }

    /// <summary>True if nothing will be begun any more.</summary>
    public bool IsOver => Status is StandingOrderStatus.Cancelled or StandingOrderStatus.Ended;

    /// <summary>
    /// True if nobody needs to look at it: what became of an execution is recorded also after a cancellation.
    /// </summary>
    public bool IsSettled => Status == StandingOrderStatus.None || (IsOver && Open.IsEmpty);

    /// <summary>The day of the next execution, if there is one.</summary>
    public DateOnly? NextDueOn => Status == StandingOrderStatus.Active && Schedule!.Has(Decided + 1)
        ? Schedule.DueOn(Decided + 1)
        : null;

    /// <inheritdoc/>
    public StandingOrder Apply(object @event)
    {
        var next = @event switch
        {
            StandingOrderOpened opened => this with
            {
                Status = StandingOrderStatus.Active,
                Transfer = opened.Transfer,
                Schedule = opened.Schedule,
            },
            ExecutionBegun begun => Begin(new StandingOrderExecution(begun.Number, begun.DueOn)),
            ExecutionEnded ended => End(ended),
            ExecutionsSkipped skipped => this with
            {
                Decided = skipped.Last,
                Skipped = Skipped + skipped.Last - skipped.First + 1,
            },
            StandingOrderPaused => this with { Status = StandingOrderStatus.Paused },
            StandingOrderResumed => this with { Status = StandingOrderStatus.Active },
            StandingOrderCancelled => this with { Status = StandingOrderStatus.Cancelled },
            StandingOrderEnded => this with { Status = StandingOrderStatus.Ended },
            _ => throw new InvalidOperationException($"A standing order does not know the event {@event?.GetType()}."),
        };
        return next with { Version = Version + 1 };
    }

    /// <summary>What the order's clients see.</summary>
    public StandingOrderView ToView(string id) => new()
    {
        Id = id,
        Status = Status,
        Transfer = Transfer!,
        Schedule = Schedule!,
        NextDueOn = NextDueOn,
        Executed = Decided - Skipped,
        Skipped = Skipped,
        Executions = Latest,
        Version = Version,
    };

    private StandingOrder Begin(StandingOrderExecution execution)
    {
        var latest = Latest.Add(execution);
        return this with
        {
            Decided = execution.Number,
            Open = Open.Add(execution),
            Latest = latest.Count > StandingOrderLimits.MaxShown ? latest.RemoveAt(0) : latest,
        };
    }

    private StandingOrder End(ExecutionEnded ended) => this with
    {
        Open = Open.RemoveAll(execution => execution.Number == ended.Number),
        Latest =
        [
            .. Latest.Select(execution => execution.Number == ended.Number
                ? execution with { Outcome = ended.Outcome, Code = ended.Code }
                : execution),
        ],
    };
}
