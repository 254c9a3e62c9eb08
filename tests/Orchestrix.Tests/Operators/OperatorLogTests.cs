using System.Text;
using System.Text.Json.Nodes;
using Orchestrix.Commands;
using Orchestrix.DeadLetters;
using Orchestrix.Errors;
using Orchestrix.Events;
using Orchestrix.InMemory;
using Orchestrix.Operators;
using Orchestrix.Projections;
using Orchestrix.Serialization;
using Orchestrix.TestKit.Faults;

namespace Orchestrix.Tests.Operators;

/// <summary>What operators ask for about dead letters and rebuilds is in the log, before it is done.</summary>
public sealed class OperatorLogTests
{
    private static readonly DeadLetterDecision Ann = new("ann", "sent by hand");

    private static readonly EventSerializer Serializer =
        new(new EventTypeRegistryBuilder().AddEvents(OperatorActsJson.Default).Build());

    private readonly FaultInjectingEventStore _store = new(new InMemoryEventStore());
    private readonly InMemoryDeadLetterStore _letters;
    private readonly RecordedDecisions _decisions;

    public OperatorLogTests()
    {
        _letters = new InMemoryDeadLetterStore(
            new InMemoryCheckpointStore(_store, TimeProvider.System), _store, TimeProvider.System);
        _decisions = new RecordedDecisions(_letters, new OperatorLog(_store));
    }

    [Fact]
    public void The_event_is_written_as_its_golden_file_and_read_back()
    {
        var golden = File.ReadAllBytes(Path.Combine(
            AppContext.BaseDirectory, "Operators", "Golden", "orchestrix.operator-acted.v1.json"));
        var data = Serializer.Serialize(new OperatorActed("dead-letter.discard", ["17"], "sent by hand",
            new Dictionary<string, string>
            {
                ["kind"] = "event",
                ["source"] = "mails",
                ["item"] = "4711",
                ["stream"] = "order/7",
            }));

        Assert.Equal(("orchestrix.operator-acted", 1), (data.EventType, data.SchemaVersion));
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(golden), JsonNode.Parse(data.Json.Span)),
            $"It is written as {Encoding.UTF8.GetString(data.Json.Span)}");
        Assert.Equal(data.Json.ToArray(), Serializer.Serialize(Typed(golden)).Json.ToArray());
        // What was not said is not written, and need not be there.
        var brief = Serializer.Serialize(new OperatorActed("projection.cancel", ["totals"], null, null));
        Assert.Equal("""{"act":"projection.cancel","subjects":["totals"]}""",
            Encoding.UTF8.GetString(brief.Json.Span));
        Assert.Null(Typed(brief.Json).Reason);
    }

    [Theory]
    [InlineData(DeadLetterActKind.Replay, "dead-letter.replay")]
    [InlineData(DeadLetterActKind.Discard, "dead-letter.discard")]
    public async Task A_decision_leaves_one_event_however_often_it_is_repeated(DeadLetterActKind act, string name)
    {
        var letter = await OpenAsync("transfer/a");

        Assert.Equal(DeadLetterOutcome.Changed, await _decisions.DecideAsync(letter, act, Ann));
        var again = (await _letters.FindAsync(letter.Id))!.Letter;
        Assert.Equal(DeadLetterOutcome.Unchanged, await _decisions.DecideAsync(again, act, Ann));

        var recorded = Assert.Single(await ActsAsync());
        Assert.Equal(
            ("ann", "orchestrix.operator-acted", null),
            (recorded.Metadata.Actor, recorded.EventType, recorded.Metadata.Tenant));
        var acted = Typed(recorded.Json);
        Assert.Equal((name, "sent by hand"), (acted.Act, acted.Reason));
        Assert.Equal([$"{letter.Id}"], acted.Subjects);
        Assert.Equal(
            [("item", "transfer/a"), ("kind", "saga"), ("source", "transfer")],
            acted.Details!.Select(static one => (one.Key, one.Value)).Order());
        var text = Encoding.UTF8.GetString(recorded.Json.Span);
        Assert.DoesNotContain("confidential", text, StringComparison.Ordinal);
        Assert.DoesNotContain("amount", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_event_is_there_before_the_letter_is_changed_and_without_it_nothing_is()
    {
        var letter = await OpenAsync("transfer/a");
        _store.BeforeAppend = async _ =>
        {
            Assert.Equal(DeadLetterState.Open, (await _letters.FindAsync(letter.Id))!.Letter.State);
            throw new EventStoreUnavailableException(ErrorCodes.StoreUnavailable, "As the test wants it.");
        };

        await Assert.ThrowsAsync<EventStoreUnavailableException>(
            () => _decisions.DecideAsync(letter, DeadLetterActKind.Discard, Ann));
        await Assert.ThrowsAsync<EventStoreUnavailableException>(
            () => _decisions.DecideAllAsync(DeadLetterFilter.Everything, DeadLetterActKind.Discard, Ann, 10));

        var found = (await _letters.FindAsync(letter.Id))!;
        Assert.Equal(DeadLetterState.Open, found.Letter.State);
        Assert.Empty(found.Acts);
    }

    [Fact]
    public async Task A_decision_in_bulk_tells_its_filter_before_and_its_letters_after()
    {
        var one = await OpenAsync("transfer/a");
        var two = await OpenAsync("transfer/b");
        var filter = new DeadLetterFilter { Kind = DeadLetterKind.Saga, Source = "transfer" };

        Assert.Equal([one.Id, two.Id],
            await _decisions.DecideAllAsync(filter, DeadLetterActKind.Discard, Ann, 10));
        Assert.Empty(await _decisions.DecideAllAsync(filter, DeadLetterActKind.Discard, Ann, 10));

        var recorded = await ActsAsync();
        var acts = recorded.Select(static each => Typed(each.Json)).ToArray();
        Assert.Equal(
            ["dead-letters.discard", "dead-letters.discard-done", "dead-letters.discard"],
            acts.Select(static each => each.Act));
        Assert.Equal(
            [("atMost", "10"), ("kind", "saga"), ("source", "transfer")],
            acts[0].Details!.Select(static each => (each.Key, each.Value)).Order());
        Assert.Empty(acts[0].Subjects);
        Assert.Equal([$"{one.Id}", $"{two.Id}"], acts[1].Subjects);
        Assert.Equal(recorded[0].EventId.ToString(), recorded[1].Metadata.CausationId);
        Assert.All(recorded, static each => Assert.Equal("ann", each.Metadata.Actor));
    }

    [Fact]
    public async Task What_was_decided_is_told_when_its_letter_is_long_gone()
    {
        var letter = await OpenAsync("transfer/a");
        await _decisions.DecideAsync(letter, DeadLetterActKind.Discard, Ann);

        Assert.Equal(1, await _letters.DeleteSettledAsync(DateTimeOffset.MaxValue));

        Assert.Null(await _letters.FindAsync(letter.Id));
        Assert.Equal("transfer/a", Typed(Assert.Single(await ActsAsync()).Json).Details!["item"]);
    }

    [Fact]
    public async Task What_an_operator_of_a_tenant_decides_is_in_a_stream_of_the_tenant()
    {
        var letter = await OpenAsync("transfer/acme~a");
        CallContext.Set(new EventMetadata { Tenant = "acme", CorrelationId = "talk", Actor = "another" });
        await _decisions.DecideAsync(letter, DeadLetterActKind.Replay, Ann);

        Assert.Empty(await ActsAsync());
        var recorded = Assert.Single(await ActsAsync("acme~dead-letters"));
        Assert.Equal(("acme", "talk", "ann"),
            (recorded.Metadata.Tenant, recorded.Metadata.CorrelationId, recorded.Metadata.Actor));
    }

    [Fact]
    public async Task A_rebuild_that_is_not_recorded_is_not_asked_for_nor_one_of_nothing_recorded()
    {
        var catalog = new Catalog("totals");
        var rebuilds = new RecordedRebuilds(catalog, new OperatorLog(_store));
        _store.BeforeAppend = _ =>
            throw new EventStoreUnavailableException(ErrorCodes.StoreUnavailable, "As the test wants it.");
        foreach (var ask in new Func<string, Task<RebuildOutcome>>[]
        {
            name => rebuilds.RebuildAsync(name, RebuildActivation.Always, "ann"),
            name => rebuilds.ActivateAsync(name, "ann"), name => rebuilds.CancelAsync(name, "ann"),
        })
        {
            await Assert.ThrowsAsync<EventStoreUnavailableException>(() => ask("totals"));
            Assert.Equal(RebuildOutcome.NotFound, await ask("nothing"));
        }
        Assert.Equal(0, catalog.Asked);

        _store.BeforeAppend = null;
        Assert.Equal(RebuildOutcome.Accepted, await rebuilds.RebuildAsync("totals", RebuildActivation.Always, "ann"));
        var recorded = Assert.Single(await ActsAsync("projections"));
        Assert.Equal("ann", recorded.Metadata.Actor);
        Assert.Equal("""{"act":"projection.rebuild","subjects":["totals"],"details":{"activate":"always"}}""",
            Encoding.UTF8.GetString(recorded.Json.Span));
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("a\nb")]
    public async Task Without_a_sound_actor_nothing_is_recorded(string actor)
    {
        var letter = await OpenAsync("transfer/a");

        await Assert.ThrowsAnyAsync<ArgumentException>(
            () => _decisions.DecideAsync(letter, DeadLetterActKind.Discard, new DeadLetterDecision(actor, "why")));
        await Assert.ThrowsAnyAsync<ArgumentException>(() => new OperatorLog(_store).RecordAsync(
            "things", new OperatorActed("thing.act", [], null, null), new string('a', 201)));

        Assert.Equal(0, await _store.ReadHeadAsync());
    }

    private static OperatorActed Typed(ReadOnlyMemory<byte> json) => (OperatorActed)Serializer.Deserialize(
        new RecordedEvent
        {
            Stream = StreamId.For(OperatorActed.StreamType, "dead-letters"),
            Version = 1,
            Position = 1,
            EventType = "orchestrix.operator-acted",
            SchemaVersion = 1,
            Json = json,
            EventId = Guid.Empty,
            CommitId = Guid.Empty,
            CommitIndex = 0,
            CommitSize = 1,
            RecordedAt = DateTimeOffset.UnixEpoch,
        });

    private async Task<List<RecordedEvent>> ActsAsync(string key = "dead-letters") => await _store
        .ReadStreamAsync(StreamId.For(OperatorActed.StreamType, key), StreamRead.Forwards())
        .ToListAsync(TestContext.Current.CancellationToken);

    private async Task<DeadLetter> OpenAsync(string item)
    {
        var id = await _letters.OpenAsync(new NewDeadLetter
        {
            Kind = DeadLetterKind.Saga,
            Source = "transfer",
            Item = item,
            Reason = "timeout",
            Error = "It is confidential.",
            Attempts = 3,
            FirstFailedAt = TimeProvider.System.GetUtcNow(),
            Payload = """{"amount":7}""",
        });
        return (await _letters.FindAsync(id))!.Letter;
    }

    /// <summary>The one in memory keeps no tables, and so nothing to rebuild.</summary>
    private sealed class Catalog(string known) : IProjectionCatalog
    {
        public int Asked { get; private set; }

        public Task<IReadOnlyList<ProjectionStatus>> ListAsync(CancellationToken cancellationToken = default) =>
            throw new NotSupportedException();

        public Task<ProjectionStatus?> FindAsync(string name, CancellationToken cancellationToken = default) =>
            Task.FromResult(name != known ? null : new ProjectionStatus
            {
                Name = name,
                Version = 1,
                Generation = 1,
                State = ProjectionState.Current,
                Position = 1,
                Head = 1,
                TimeBehind = TimeSpan.Zero,
                Builds = [],
            });

        public Task<RebuildOutcome> RebuildAsync(
            string name, RebuildActivation activation, string actor, CancellationToken cancellationToken = default) =>
            AskAsync();

        public Task<RebuildOutcome> ActivateAsync(
            string name, string actor, CancellationToken cancellationToken = default) => AskAsync();

        public Task<RebuildOutcome> CancelAsync(
            string name, string actor, CancellationToken cancellationToken = default) => AskAsync();

        public Task<IReadOnlyList<string>> ListUnfinishedAsync(CancellationToken cancellationToken = default) =>
            throw new NotSupportedException();

        private Task<RebuildOutcome> AskAsync()
        {
            Asked++;
            return Task.FromResult(RebuildOutcome.Accepted);
        }
    }
}
