using System.Diagnostics.Metrics;
using Orchestrix.Events;
using Orchestrix.Projections;

namespace Orchestrix.Diagnostics;

/// <content>Commands, events by their type, and projections.</content>
public sealed partial class OrchestrixMetrics
{
    internal void CommandHandled(string commandType, string status, TimeSpan elapsed)
    {
        _commands.Commands.Add(1, Command(commandType), Status(status));
        _commands.Latency.Record(elapsed.TotalSeconds, Command(commandType));
    }

    /// <summary>
    /// Counts the events of one commit. Those of a repeated command are in the log already and do not count again.
    /// </summary>
    /// <param name="events">The events of the commit.</param>
    /// <param name="status">What the store answered; null if it did not.</param>
    internal void EventsAppended(IReadOnlyList<EventData> events, AppendStatus? status)
    {
        if (status == AppendStatus.Duplicate || !_commands.Events.Enabled)
            return;
        var outcome = status switch
        {
            AppendStatus.Appended => Outcome.Success,
            AppendStatus.Conflict => Outcome.Conflict,
            _ => Outcome.Error,
        };
        for (var start = 0; start < events.Count;)
        {
            var (type, end) = (events[start].EventType, start + 1);
            while (end < events.Count && events[end].EventType == type)
                end++;
            _commands.Events.Add(end - start, Event(type), Status(outcome));
            start = end;
        }
    }

    /// <summary>Each event of a page took its share of the page's time.</summary>
    internal void PageProcessed(IReadOnlyList<RecordedEvent> events, TimeSpan elapsed)
    {
        if (events.Count == 0 || !_commands.Processing.Enabled)
            return;
        var share = elapsed / events.Count;
        for (var index = 0; index < events.Count; index++)
            EventProcessed(events[index].EventType, share);
    }

    internal void EventProcessed(string eventType, TimeSpan elapsed) =>
        _commands.Processing.Record(elapsed.TotalSeconds, Event(eventType));

    // While a generation is rebuilt beside the one that is read, the one that is read has come farther.
    private IEnumerable<Measurement<long>> MeasureProjections() => Volatile.Read(ref _lags)
        .Where(static lag => lag.Partition.Subscription.StartsWith(Projection.NamePrefix, StringComparison.Ordinal))
        .GroupBy(static lag => ProjectionName(lag.Partition.Subscription))
        .Select(static lags => new Measurement<long>(
            lags.Min(static lag => lag.EventsBehind), new KeyValuePair<string, object?>("projection", lags.Key)));

    // The checkpoint of a generation ends with it: where there are two, one is being built.
    private IEnumerable<Measurement<long>> MeasureRebuilds() => Volatile.Read(ref _lags)
        .Where(static lag => lag.Partition.Subscription.StartsWith(Projection.NamePrefix, StringComparison.Ordinal))
        .GroupBy(static lag => ProjectionName(lag.Partition.Subscription))
        .Where(static lags => lags.Select(static lag => lag.Partition.Subscription).Distinct().Count() > 1)
        .Select(static lags => new Measurement<long>(
            lags.Max(static lag => lag.EventsBehind), new KeyValuePair<string, object?>("projection", lags.Key)));

    private static string ProjectionName(string subscription)
    {
        var name = subscription[Projection.NamePrefix.Length..];
        return name.AsSpan().IndexOfAny('@', ':') is >= 0 and var end ? name[..end] : name;
    }

    private static KeyValuePair<string, object?> Command(string commandType) => new("command_type", commandType);

    private static KeyValuePair<string, object?> Event(string eventType) => new("event_type", eventType);

    private static KeyValuePair<string, object?> Status(string status) => new("status", status);
}
