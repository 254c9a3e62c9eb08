using Bank.Contracts.StandingOrders;
using Bank.StandingOrders.Events;
using Orchestrix.Aggregates;

namespace Bank.StandingOrders;

/// <summary>
/// The rules of a standing order: pure functions of its state, a command and a day. What is due follows from the
/// order's own schedule; when somebody looks has no influence on it.
/// </summary>
public static class StandingOrderDecisions
{
    /// <summary>An id is opened once, and pays nothing for the past.</summary>
    public static Decision Open(StandingOrder order, OpenStandingOrder command, DateOnly today)
    {
        ArgumentNullException.ThrowIfNull(order);
        ArgumentNullException.ThrowIfNull(command);
        return order.Status != StandingOrderStatus.None
            ? Decision.Refuse(StandingOrderRefusals.AlreadyOpen, "A standing order with this id was opened before.")
            : command.Schedule.Start < today
                ? Decision.Refuse(StandingOrderRefusals.StartsInThePast, "The first day lies in the past.")
                : Decision.Accept(new StandingOrderOpened(command.Transfer, command.Schedule));
    }

    /// <summary>An active order is paused.</summary>
    public static Decision Pause(StandingOrder order, PauseStandingOrder command) =>
        NotUsable(order) ?? (order.Status == StandingOrderStatus.Paused
            ? Decision.Refuse(StandingOrderRefusals.AlreadyPaused, "The standing order is paused already.")
            : Decision.Accept(new StandingOrderPaused()));

    /// <summary>A paused order goes on; what fell due before today is skipped, today's execution is made.</summary>
    public static Decision Resume(StandingOrder order, ResumeStandingOrder command, DateOnly today)
    {
        if (NotUsable(order) is { } refused)
            return refused;
        if (order.Status != StandingOrderStatus.Paused)
            return Decision.Refuse(StandingOrderRefusals.NotPaused, "The standing order is not paused.");
        var missed = order.Schedule!.DueBy(today.AddDays(-1));
        return missed > order.Decided
            ? Decision.Accept(
                new ExecutionsSkipped(order.Decided + 1, missed, ExecutionsSkipped.Paused), new StandingOrderResumed())
            : Decision.Accept(new StandingOrderResumed());
    }

    /// <summary>An order that is not over is cancelled.</summary>
    public static Decision Cancel(StandingOrder order, CancelStandingOrder command)
    {
        ArgumentNullException.ThrowIfNull(command);
        return NotUsable(order) ?? Decision.Accept(new StandingOrderCancelled(command.Reason));
    }

    /// <summary>
    /// The next thing that follows from the day alone: an execution begins, missed ones are skipped, or the order ends.
    /// </summary>
    public static Decision Look(StandingOrder order, LookAtStandingOrder command)
    {
        ArgumentNullException.ThrowIfNull(order);
        ArgumentNullException.ThrowIfNull(command);
        if (order.Status != StandingOrderStatus.Active)
            return Decision.NoChange;
        var due = order.Schedule!.DueBy(command.Today);
        if (due - order.Decided > StandingOrderLimits.MaxCatchUp)
        {
            return Decision.Accept(new ExecutionsSkipped(
                order.Decided + 1, due - StandingOrderLimits.MaxCatchUp, ExecutionsSkipped.Missed));
        }
        if (due > order.Decided)
        {
            var next = order.Decided + 1;
            return order.Open.Count < StandingOrderLimits.MaxOpen
                ? Decision.Accept(new ExecutionBegun(next, order.Schedule.DueOn(next)))
                : Decision.NoChange;
        }
        return order.Open.IsEmpty && !order.Schedule.Has(order.Decided + 1)
            ? Decision.Accept(new StandingOrderEnded())
            : Decision.NoChange;
    }

    /// <summary>The outcome of an open execution is recorded once.</summary>
    public static Decision Record(StandingOrder order, RecordExecution command)
    {
        ArgumentNullException.ThrowIfNull(order);
        ArgumentNullException.ThrowIfNull(command);
        return order.Open.Exists(execution => execution.Number == command.Number)
            ? Decision.Accept(new ExecutionEnded(command.Number, command.Outcome, command.Code))
            : Decision.NoChange;
    }

    private static Decision? NotUsable(StandingOrder order)
    {
        ArgumentNullException.ThrowIfNull(order);
        return order.Status == StandingOrderStatus.None
            ? Decision.Refuse(StandingOrderRefusals.NotFound, "No standing order was opened under this id.")
            : order.IsOver
                ? Decision.Refuse(StandingOrderRefusals.Over, "The standing order is over.")
                : null;
    }
}
