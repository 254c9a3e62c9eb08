using System.Diagnostics.Metrics;
using Orchestrix.DeadLetters;
using Orchestrix.Sagas;
using Orchestrix.Subscriptions;

namespace Orchestrix.Diagnostics;

/// <summary>
/// The instruments of a silo, on the meter <see cref="MeterName"/>. No aggregate id ever becomes a tag: the number of
/// series is bounded by the number of grain types.
/// </summary>
public sealed partial class OrchestrixMetrics : IDisposable
{
    /// <summary>Name of the meter, for exporters.</summary>
    public const string MeterName = "Orchestrix";

    private readonly Meter? _ownMeter;
    private readonly CommandInstruments _commands;
    private readonly Counter<long> _snapshotsLoaded;
    private readonly Counter<long> _snapshotsWritten;
    private readonly Counter<long> _snapshotsDiscarded;
    private readonly Counter<long> _snapshotsDropped;
    private readonly Counter<long> _aggregatesLoaded;
    private readonly Histogram<double> _aggregatesLoad;
    private readonly AppendInstruments _appends;
    private readonly Counter<long> _subscriptionStalls;
    private readonly Counter<long> _subscriptionEvents;
    private readonly Histogram<double> _subscriptionHandling;
    private IReadOnlyList<SubscriptionLag> _lags = [];
    private IReadOnlyDictionary<DeadLetterKind, long> _deadLetters = new Dictionary<DeadLetterKind, long>();
    private readonly Counter<long> _sagaExecutions;
    private readonly Histogram<double> _sagaDuration;
    private IReadOnlyList<SagaCount> _sagas = [];
    private readonly Counter<long> _sagaMessagesIgnored;
    private long _snapshotHits;
    private long _snapshotMisses;

    /// <summary>Creates the instruments on a meter of the host, or on one of its own.</summary>
    /// <param name="meters">Makes the host's meters; null if the host collects none.</param>
    public OrchestrixMetrics(IMeterFactory? meters = null)
    {
        var meter = meters?.Create(MeterName) ?? (_ownMeter = new Meter(MeterName));
        _commands = CommandInstruments.On(meter);
        _snapshotsLoaded = meter.CreateCounter<long>(
            "orchestrix.snapshots.loaded", "{snapshot}", "Snapshots that an activation started from.");
        _snapshotsWritten = meter.CreateCounter<long>(
            "orchestrix.snapshots.written", "{snapshot}", "Snapshots that the store has kept.");
        _snapshotsDiscarded = meter.CreateCounter<long>(
            "orchestrix.snapshots.discarded", "{snapshot}", "Snapshots that were read, doubted and replayed instead.");
        _snapshotsDropped = meter.CreateCounter<long>(
            "orchestrix.snapshots.dropped", "{snapshot}", "Snapshots that were taken and not written.");
        _aggregatesLoaded = meter.CreateCounter<long>(
            "orchestrix.aggregates.loaded", "{aggregate}", "Activations that loaded their state.");
        _aggregatesLoad = meter.CreateHistogram<double>(
            "orchestrix.aggregates.load", "s", "Time from the start of a load to the folded state.",
            advice: new InstrumentAdvice<double>
            {
                HistogramBucketBoundaries = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
            });
        _appends = AppendInstruments.On(meter);
        meter.CreateObservableGauge(
            "orchestrix.append.waiting", MeasureWaiting, "{commit}",
            "Commits that hold a place in the queue and are not sent yet.");
        meter.CreateObservableGauge(
            "orchestrix.append.capacity", MeasureCapacity, "{commit}", "Places of the queue.");
        meter.CreateObservableGauge(
            "orchestrix.log.head", MeasureHead, "{event}", "The highest position of the log that the silo knows of.");
        _subscriptionStalls = meter.CreateCounter<long>(
            "orchestrix.subscription.stalls", "{stall}", "Partitions of subscriptions that stopped making progress.");
        meter.CreateObservableGauge(
            "orchestrix.subscription.events_behind",
            () => Measure(static lag => lag.EventsBehind), "{event}",
            "Positions between the log's end and the checkpoint of the slowest partition.");
        meter.CreateObservableGauge(
            "orchestrix.subscription.time_behind",
            () => Measure(static lag => lag.TimeBehind.TotalSeconds), "s",
            "Age of the oldest event that a subscription has not handled.");
        meter.CreateObservableGauge(
            "orchestrix.projection.events_behind", MeasureProjections, "{event}",
            "Positions between the log's end and the checkpoint of the projection's most advanced generation.");
        meter.CreateObservableGauge(
            "orchestrix.projection.rebuild_events_behind", MeasureRebuilds, "{event}",
            "Positions between the log's end and what a rebuild has reached; only while a generation is built.");
        _subscriptionEvents = meter.CreateCounter<long>(
            "orchestrix.subscription.events", "{event}", "Attempts of handlers at an event, by their outcome.");
        _subscriptionHandling = meter.CreateHistogram<double>(
            "orchestrix.subscription.handling", "s", "Time of one attempt of a handler at an event.",
            advice: new InstrumentAdvice<double>
            {
                HistogramBucketBoundaries =
                    [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60],
            });
        meter.CreateObservableGauge(
            "orchestrix.dead_letters", MeasureDeadLetters, "{letter}", "Dead letters that nobody has settled yet.");
        _sagaExecutions = meter.CreateCounter<long>(
            "orchestrix.saga.executions", "{saga}", "Sagas that ended or were parked.");
        _sagaDuration = meter.CreateHistogram<double>(
            "orchestrix.saga.duration", "s", "Time from the start of a saga to its end, or to being parked.",
            advice: new InstrumentAdvice<double>
            {
                HistogramBucketBoundaries = [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 60, 600, 3600, 86400],
            });
        meter.CreateObservableGauge(
            "orchestrix.sagas.parked", () => MeasureSagas(static status => status == SagaStatus.Parked), "{saga}",
            "Sagas that wait for a person. Every silo reports the number of the whole log.");
        meter.CreateObservableGauge(
            "orchestrix.sagas.running", () => MeasureSagas(static status => status != SagaStatus.Parked), "{saga}",
            "Sagas that run, wait or compensate. Every silo reports the number of the whole log.");
        _sagaMessagesIgnored = meter.CreateCounter<long>(
            "orchestrix.saga.messages_ignored", "{message}", "Messages to sagas that no longer wait for anything.");
    }

    /// <summary>Disposes the meter if this object made it; the host disposes its own.</summary>
    public void Dispose() => _ownMeter?.Dispose();

    /// <summary>Loads that began with a snapshot, since the start.</summary>
    internal long SnapshotHits => Interlocked.Read(ref _snapshotHits);

    /// <summary>Loads that should have, and replayed as many events as a snapshot is taken after.</summary>
    internal long SnapshotMisses => Interlocked.Read(ref _snapshotMisses);

    internal void SnapshotLoaded(string aggregateType)
    {
        Interlocked.Increment(ref _snapshotHits);
        _snapshotsLoaded.Add(1, Type(aggregateType));
    }

    internal void SnapshotMissed() => Interlocked.Increment(ref _snapshotMisses);

    internal void SnapshotsWritten(int count) => _snapshotsWritten.Add(count);

    internal void SnapshotDiscarded(string aggregateType, string reason) =>
        _snapshotsDiscarded.Add(1, Type(aggregateType), Reason(reason));

    internal void SnapshotsDropped(int count, string reason) => _snapshotsDropped.Add(count, Reason(reason));

    internal void AggregateLoaded(string aggregateType, TimeSpan elapsed)
    {
        _aggregatesLoaded.Add(1, Type(aggregateType));
        _aggregatesLoad.Record(elapsed.TotalSeconds, Type(aggregateType));
    }

    internal void SubscriptionsMeasured(IReadOnlyList<SubscriptionLag> lags)
    {
        Volatile.Write(ref _lags, lags);
        // So that the first stall is an increase of its series.
        foreach (var lag in lags)
            _subscriptionStalls.Add(0, Subscription(lag.Partition.Subscription));
    }

    internal void SubscriptionStalled(string subscription) => _subscriptionStalls.Add(1, Subscription(subscription));

    internal void EventHandled(string subscription, bool isSuccess, TimeSpan elapsed)
    {
        _subscriptionEvents.Add(
            1, Subscription(subscription), new("status", isSuccess ? Outcome.Success : Outcome.Error));
        _subscriptionHandling.Record(elapsed.TotalSeconds, Subscription(subscription));
    }

    internal void DeadLettersCounted(IReadOnlyDictionary<DeadLetterKind, long> unsettled) =>
        Volatile.Write(ref _deadLetters, unsettled);

    private IEnumerable<Measurement<long>> MeasureDeadLetters() => Volatile.Read(ref _deadLetters)
        .Select(static pair => new Measurement<long>(
            pair.Value, new KeyValuePair<string, object?>("kind", pair.Key.ToString().ToLowerInvariant())));

    private IEnumerable<Measurement<T>> Measure<T>(Func<SubscriptionLag, T> of) where T : struct =>
        Volatile.Read(ref _lags).GroupBy(static lag => lag.Partition.Subscription)
            .Select(lags => new Measurement<T>(lags.Max(of), Subscription(lags.Key)));

    private static KeyValuePair<string, object?> Subscription(string name) => new("subscription", name);

    internal void SagaEnded(string sagaType, SagaStatus status, TimeSpan elapsed)
    {
        // Undone is an expected no; parked needs a person.
        var outcome = status switch
        {
            SagaStatus.Completed => "success",
            SagaStatus.Compensated => "rejected",
            _ => "error",
        };
        _sagaExecutions.Add(1, Saga(sagaType), new KeyValuePair<string, object?>("status", outcome));
        _sagaDuration.Record(elapsed.TotalSeconds, Saga(sagaType));
    }

    internal void SagasCounted(IReadOnlyList<SagaCount> counts) => Volatile.Write(ref _sagas, counts);

    private IEnumerable<Measurement<long>> MeasureSagas(Func<SagaStatus, bool> stands) => Volatile.Read(ref _sagas)
        .GroupBy(static count => count.SagaType)
        .Select(counts => new Measurement<long>(
            counts.Where(count => stands(count.Status)).Sum(static count => count.Count), Saga(counts.Key)));

    internal void SagaMessageIgnored(string sagaType) => _sagaMessagesIgnored.Add(1, Saga(sagaType));

    private static KeyValuePair<string, object?> Saga(string sagaType) => new("saga_type", sagaType);

    private static KeyValuePair<string, object?> Type(string aggregateType) => new("aggregate_type", aggregateType);

    private static KeyValuePair<string, object?> Reason(string reason) => new("reason", reason);
}
