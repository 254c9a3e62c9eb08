using Bank.Contracts;
using Bank.Contracts.StandingOrders;
using Bank.Contracts.Transfers;
using Bank.StandingOrders;
using Bank.StandingOrders.Events;
using Orchestrix.Aggregates;

namespace Orchestrix.Cluster.Tests.Domain;

/// <summary>When a standing order pays: its schedule and its rules, without a silo and in no time.</summary>
public class StandingOrderTests
{
    private static readonly Transfer Rent = new("a", "b", Money.Of(10, "EUR"));

    [Fact]
    public void A_month_that_is_too_short_pays_on_its_last_day_and_the_next_one_on_the_31st_again()
    {
        var schedule = new StandingOrderSchedule(StandingOrderFrequency.Monthly, new DateOnly(2027, 12, 31));

        Assert.Equal(
            [
                new DateOnly(2027, 12, 31), new DateOnly(2028, 1, 31), new DateOnly(2028, 2, 29),
                new DateOnly(2028, 3, 31), new DateOnly(2028, 4, 30), new DateOnly(2028, 5, 31),
            ],
            Enumerable.Range(1, 6).Select(schedule.DueOn));
    }

    [Theory]
    [InlineData(StandingOrderFrequency.Daily)]
    [InlineData(StandingOrderFrequency.Weekly)]
    [InlineData(StandingOrderFrequency.Monthly)]
    public void How_many_are_due_agrees_with_the_days_on_which_they_fall(StandingOrderFrequency frequency)
    {
        foreach (var start in new[] { new DateOnly(2027, 1, 31), new DateOnly(2027, 1, 28), new DateOnly(2028, 2, 29) })
        {
            var schedule = new StandingOrderSchedule(frequency, start, start.AddDays(900));
            for (var day = start.AddDays(-40); day < start.AddDays(1000); day = day.AddDays(1))
            {
                var counted = Enumerable.Range(1, 1200).Select(schedule.DueOn)
                    .Count(due => due <= day && due <= schedule.End);
                Assert.Equal(counted, schedule.DueBy(day));
            }
        }
    }

    [Fact]
    public void Looking_often_seldom_or_late_begins_each_execution_once_and_in_order()
    {
        var order = Opened(StandingOrderFrequency.Daily, "2027-01-01", end: "2027-01-20");
        for (var day = 1; day <= 25; day += day % 3 == 0 ? 4 : 1)
        {
            order = Look(order, Day($"2027-01-{day:00}"));
            order = Look(order, Day($"2027-01-{day:00}"));
        }

        Assert.Equal((StandingOrderStatus.Ended, 20, 0), (order.Status, order.Decided, order.Skipped));
        Assert.Equal(Enumerable.Range(9, 12), order.Latest.Select(execution => execution.Number));
    }

    [Fact]
    public void After_a_long_downtime_the_latest_31_are_made_and_the_older_ones_are_skipped()
    {
        var order = Look(Opened(StandingOrderFrequency.Daily, "2027-01-01"), Day("2027-03-31"));

        Assert.Equal((90, 59), (order.Decided, order.Skipped));
        Assert.Equal(31, order.Decided - order.Skipped);
    }

    [Fact]
    public void Not_more_than_31_executions_are_open_at_once()
    {
        var order = Opened(StandingOrderFrequency.Daily, "2027-01-01");
        for (var day = Day("2027-01-01"); day < Day("2027-03-01"); day = day.AddDays(1))
            order = Look(order, day, isTransferred: false);

        Assert.Equal(StandingOrderLimits.MaxOpen, order.Open.Count);
    }

    [Fact]
    public void What_falls_due_during_a_pause_is_skipped_and_the_day_of_resuming_is_not()
    {
        var order = Look(Opened(StandingOrderFrequency.Daily, "2027-01-01"), Day("2027-01-02"));
        order = After(order, StandingOrderDecisions.Pause(order, new PauseStandingOrder()));
        order = Look(order, Day("2027-01-04"));
        Assert.Equal(2, order.Decided);

        order = After(order, StandingOrderDecisions.Resume(order, new ResumeStandingOrder(), Day("2027-01-05")));
        Assert.Equal((4, 2), (order.Decided, order.Skipped));
        order = Look(order, Day("2027-01-05"));
        Assert.Equal((5, 2), (order.Decided, order.Skipped));
    }

    [Fact]
    public void An_order_that_is_over_or_never_began_takes_nothing_but_answers()
    {
        var order = Opened(StandingOrderFrequency.Daily, "2027-01-01");
        order = After(order, StandingOrderDecisions.Cancel(order, new CancelStandingOrder("moved")));

        Assert.Empty(StandingOrderDecisions.Look(order, new LookAtStandingOrder(Day("2027-02-01"))).Events);
        Assert.Equal(StandingOrderRefusals.Over,
            StandingOrderDecisions.Cancel(order, new CancelStandingOrder("again")).Refusal?.Code);
        Assert.Equal(StandingOrderRefusals.NotFound,
            StandingOrderDecisions.Pause(new StandingOrder(), new PauseStandingOrder()).Refusal?.Code);
        Assert.Equal(StandingOrderRefusals.StartsInThePast, StandingOrderDecisions.Open(
            new StandingOrder(), new OpenStandingOrder(Rent, order.Schedule!), Day("2027-01-02")).Refusal?.Code);
    }

    [Fact]
    public void A_cancelled_order_is_looked_at_until_what_it_has_begun_has_ended()
    {
        var order = Look(
            Opened(StandingOrderFrequency.Daily, "2027-01-01"), Day("2027-01-01"), isTransferred: false);
        order = After(order, StandingOrderDecisions.Cancel(order, new CancelStandingOrder("moved")));
        Assert.False(order.IsSettled);

        order = After(order, StandingOrderDecisions.Record(
            order, new RecordExecution(1, ExecutionOutcome.Completed, null)));
        Assert.True(order.IsSettled);
    }

    private static StandingOrder Opened(StandingOrderFrequency frequency, string start, string? end = null) =>
        new StandingOrder().Apply(new StandingOrderOpened(
            Rent, new StandingOrderSchedule(frequency, Day(start), end is null ? null : Day(end))));

    /// <summary>What the grain does on a day: begin, transfer, record, and look again.</summary>
    private static StandingOrder Look(StandingOrder order, DateOnly today, bool isTransferred = true)
    {
        while (StandingOrderDecisions.Look(order, new LookAtStandingOrder(today)) is { Events.Count: > 0 } decision)
        {
            order = After(order, decision);
            foreach (var execution in isTransferred ? order.Open : [])
            {
                order = After(order, StandingOrderDecisions.Record(
                    order, new RecordExecution(execution.Number, ExecutionOutcome.Completed, null)));
            }
        }
        return order;
    }

    private static StandingOrder After(StandingOrder order, Decision decision) =>
        decision.Events.Aggregate(order, static (state, @event) => state.Apply(@event));

    private static DateOnly Day(string text) => DateOnly.ParseExact(text, "yyyy-MM-dd", null);
}
