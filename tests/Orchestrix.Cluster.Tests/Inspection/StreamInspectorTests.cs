using System.Text;
using Microsoft.Extensions.Time.Testing;
using Orchestrix.Cluster.Tests.Aggregates;
using Orchestrix.Cluster.Tests.LogConsistency;
using Orchestrix.Cluster.Tests.Support;
using Orchestrix.Errors;
using Orchestrix.Events;
using Orchestrix.InMemory;
using Orchestrix.Inspection;

namespace Orchestrix.Cluster.Tests.Inspection;

/// <summary>The state of any grain at any point of its history.</summary>
public sealed class StreamInspectorTests : IAsyncLifetime
{
    private static readonly DateTimeOffset Start = new(2026, 1, 31, 12, 0, 0, TimeSpan.Zero);

    private readonly FakeTimeProvider _time = new(Start);
    private readonly string _key = Guid.NewGuid().ToString("N");
    private InMemoryEventStore _store = null!;
    private TestSilo _silo = null!;

    private IStreamInspectorGrain Inspector => _silo.Grains.GetGrain<IStreamInspectorGrain>(0);

    private StreamId Purse => StreamId.For("purse", _key);

    public async ValueTask InitializeAsync() =>
        _silo = await TestSilo.StartAsync(_store = new InMemoryEventStore(_time));

    public ValueTask DisposeAsync() => _silo.DisposeAsync();

    [Fact]
    public async Task An_aggregate_is_told_at_every_version_as_it_was()
    {
        await FillAsync(25);

        for (var version = 1; version <= 25; version++)
        {
            var state = await Inspector.GetStateAsync(Purse, StreamPoint.AtVersion(version));
            Assert.Equal($$"""{"coins":{{version * (version + 1) / 2}}}""", state.Json);
            Assert.Equal(
                (InspectionOutcome.Found, version, version, Start.AddMinutes(version), 25),
                (state.Moment.Outcome, state.Moment.Version, state.Moment.Position, state.Moment.RecordedAt,
                    state.Moment.StreamVersion));
        }
        Assert.Equal("""{"coins":325}""", (await Inspector.GetStateAsync(Purse, StreamPoint.End)).Json);
    }

    [Fact]
    public async Task A_time_means_the_last_event_that_was_recorded_by_then()
    {
        await FillAsync(25);

        for (var minute = 1; minute <= 26; minute++)
        {
            var version = Math.Min(minute, 25);
            Assert.Equal(version, await VersionAtAsync(Start.AddMinutes(minute)));
            Assert.Equal(version, await VersionAtAsync(Start.AddMinutes(minute).AddSeconds(59)));
        }
        var before = await Inspector.FindAsync(Purse, StreamPoint.AtTime(Start.AddMinutes(1).AddTicks(-1)));
        Assert.Equal(
            (InspectionOutcome.BeforeFirstEvent, Start.AddMinutes(1)), (before.Outcome, before.FirstRecordedAt));
    }

    [Fact]
    public async Task Of_events_with_one_time_the_last_is_meant()
    {
        _time.SetUtcNow(Start.AddMinutes(1));
        await _silo.Grains.GetGrain<IPurseGrain>(_key).PutOneByOne(new Put(10));
        await FillAsync(3);

        Assert.Equal(11, await VersionAtAsync(Start.AddMinutes(1)));
        Assert.Equal(11, await VersionAtAsync(Start.AddMinutes(2).AddTicks(-1)));
    }

    [Fact]
    public async Task A_time_costs_a_few_reads_and_no_replay()
    {
        await FillAsync(200);
        var reads = 0;
        _silo.Store.BeforeRead = _ =>
        {
            reads++;
            return Task.CompletedTask;
        };

        Assert.Equal(100, await VersionAtAsync(Start.AddMinutes(100)));

        Assert.InRange(reads, 1, 11);
    }

    [Fact]
    public async Task A_plain_journaled_grain_is_told_too_unless_it_folds_in_a_way_of_its_own()
    {
        await _silo.Grains.GetGrain<ITallyGrain>(_key).Add(1, 2, 3);
        await AppendAsync(StreamId.For("own-fold", _key), """{"amount":1}""");

        Assert.Equal("""{"total":3}""",
            (await Inspector.GetStateAsync(StreamId.For("tally", _key), StreamPoint.AtVersion(2))).Json);
        var own = await Inspector.GetStateAsync(StreamId.For("own-fold", _key), StreamPoint.End);
        Assert.Equal((InspectionOutcome.NoFold, null), (own.Moment.Outcome, own.Json));
    }

    [Fact]
    public async Task What_is_not_there_is_told_apart()
    {
        await FillAsync(2);
        await AppendAsync(StreamId.For("retired", _key), "{}");

        Assert.Equal(InspectionOutcome.UnknownType, await OutcomeAsync(StreamId.For("nothing", _key)));
        Assert.Equal(InspectionOutcome.NoSuchStream, await OutcomeAsync(StreamId.For("purse", "other")));
        Assert.Equal(InspectionOutcome.NoFold, await OutcomeAsync(StreamId.For("retired", _key)));
        var beyond = await Inspector.FindAsync(Purse, StreamPoint.AtVersion(3));
        Assert.Equal((InspectionOutcome.BeyondEnd, 2), (beyond.Outcome, beyond.StreamVersion));
        Assert.Throws<ArgumentOutOfRangeException>(() => StreamPoint.AtVersion(0));
    }

    [Fact]
    public async Task An_event_that_cannot_be_folded_is_named()
    {
        await FillAsync(1);
        await AppendAsync(Purse, "{}", "purse.unheard-of", 1);

        var failure = await Assert.ThrowsAsync<UnreadableEventException>(() =>
            Inspector.GetStateAsync(Purse, StreamPoint.End));
        Assert.Equal((ErrorCodes.UnknownEventType, 2), (failure.Code, failure.Version));
        Assert.Equal("""{"coins":1}""", (await Inspector.GetStateAsync(Purse, StreamPoint.AtVersion(1))).Json);
    }

    [Fact]
    public async Task Events_come_in_pages_whatever_grain_they_are_of()
    {
        await FillAsync(5);
        var first = await Inspector.GetEventsAsync(Purse, 1, 3);
        var second = await Inspector.GetEventsAsync(Purse, first.NextVersion!.Value, 3);

        Assert.Equal([1L, 2, 3, 4, 5], first.Events.Concat(second.Events).Select(one => one.Version));
        Assert.Equal(("purse.filled", """{"coins":5}""", 1), (
            second.Events[^1].EventType, Encoding.UTF8.GetString(second.Events[^1].Json.Span),
            second.Events[^1].CommitSize));
        Assert.Null(second.NextVersion);
        Assert.Null((await Inspector.GetEventsAsync(Purse, 1, 5)).NextVersion);
        Assert.Empty((await Inspector.GetEventsAsync(Purse, 6, 5)).Events);
        Assert.Equal(InspectionOutcome.NoSuchStream,
            (await Inspector.GetEventsAsync(StreamId.For("purse", "other"), 1, 5)).Outcome);
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => Inspector.GetEventsAsync(Purse, 1, 501));
    }

    /// <summary>Puts 1, 2, 3 and so on coins into the purse, one minute after the other.</summary>
    private async Task FillAsync(int events)
    {
        var grain = _silo.Grains.GetGrain<IPurseGrain>(_key);
        for (var coins = 1; coins <= events; coins++)
        {
            _time.SetUtcNow(Start.AddMinutes(coins));
            await grain.Put(new Put(coins));
        }
    }

    private async Task<long> VersionAtAsync(DateTimeOffset time) =>
        (await Inspector.FindAsync(Purse, StreamPoint.AtTime(time))).Version;

    private async Task<InspectionOutcome> OutcomeAsync(StreamId stream) =>
        (await Inspector.GetStateAsync(stream, StreamPoint.End)).Moment.Outcome;

    private async Task AppendAsync(
        StreamId stream, string json, string type = "tally.added", long version = 0) =>
        await _store.AppendAsync([
            new Commit
            {
                Stream = stream,
                ExpectedVersion = ExpectedVersion.Exactly(version),
                CommitId = Guid.NewGuid(),
                Events = [new EventData(Guid.NewGuid(), type, 1, Encoding.UTF8.GetBytes(json))],
            },
        ]);
}
