using Microsoft.Extensions.DependencyInjection;
using Orchestrix.Commands;
using Orchestrix.DeadLetters;
using Orchestrix.Errors;
using Orchestrix.Events;
using Orchestrix.Feed;
using Orchestrix.Inspection;
using Orchestrix.Projections;
using Orchestrix.Readiness;
using Orchestrix.Sagas;
using Orchestrix.Subscriptions;
using Orchestrix.Validation;
using Orleans;
using Orleans.Serialization;
using Orleans.Storage;

namespace Orchestrix.Tests.Serialization;

/// <summary>What crosses the wire between silo and client arrives whole, through Orleans' own serializer.</summary>
public sealed partial class RoundTripTests : IDisposable
{
    private static readonly StreamId _stream = StreamId.For("account", "17");

    private static readonly SubscriptionPartition _partition = new("mails", 1, 4);

    private static readonly ReadinessCheck _check = new(
        "persistence.fsync", "title", CheckSeverity.Major, ReadinessProfile.Staging, "why", "mend");

    private static readonly Checkpoint _checkpoint = new()
    {
        Partition = _partition,
        Position = 4,
        Epoch = 5,
        Owner = "silo",
        UpdatedAt = DateTimeOffset.UnixEpoch,
        Failure = "away",
    };

    private static readonly SubscriptionLag _lag = new(_partition, 4, 5, TimeSpan.FromSeconds(6), true, "away");

    private static readonly RecordedEvent _recorded = new()
    {
        Stream = _stream,
        Version = 2,
        Position = 3,
        EventType = "account.opened",
        SchemaVersion = 1,
        Json = "{}"u8.ToArray(),
        EventId = Guid.NewGuid(),
        CommitId = Guid.NewGuid(),
        CommitIndex = 1,
        CommitSize = 2,
        CommandId = "command",
        Metadata = new EventMetadata { Actor = "a" },
        RecordedAt = DateTimeOffset.UnixEpoch,
    };

    private static readonly DeadLetterAct _act =
        new(DeadLetterActKind.Replay, "ada", "mended", DateTimeOffset.UnixEpoch);

    private static readonly DeadLetter _letter = new()
    {
        Id = 1,
        Kind = DeadLetterKind.Event,
        Source = "mails",
        Item = "7",
        State = DeadLetterState.Open,
        Reason = "handler-failed",
        Error = "InvalidOperationException",
        Attempts = 4,
        FirstFailedAt = DateTimeOffset.UnixEpoch,
        LastFailedAt = DateTimeOffset.UnixEpoch.AddSeconds(1),
        UpdatedAt = DateTimeOffset.UnixEpoch.AddSeconds(2),
        Partition = 1,
        Position = 7,
        Stream = _stream,
        Version = 2,
        MessageType = "account.opened",
        EventId = Guid.NewGuid(),
        CorrelationId = "c",
    };

    private static readonly StreamMoment _moment = new()
    {
        Outcome = InspectionOutcome.Found,
        Version = 2,
        Position = 3,
        RecordedAt = DateTimeOffset.UnixEpoch,
        StreamVersion = 4,
        FirstRecordedAt = DateTimeOffset.UnixEpoch,
    };

    private readonly ServiceProvider _services = new ServiceCollection().AddSerializer().BuildServiceProvider();

    /// <summary>One sample of every concrete wire type of Orchestrix.Abstractions.</summary>
    private static readonly object[] _samples =
    [
        _stream,
        ExpectedVersion.Exactly(7),
        new EventMetadata { CorrelationId = "c", CausationId = "d", TraceParent = "t", Actor = "a", Tenant = "n" },
        new ValidationError("Owner", "not-empty", "Owner must not be empty."),
        new Refusal("account.frozen", "The account is frozen.") { Errors = [new("Owner", "code", "message")] },
        new CommandResult<int> { Reply = 3, Version = 4, Position = 5, IsRepeat = true },
        new ConcurrencyException(_stream, ExpectedVersion.Exactly(3), 5),
        new TenantMismatchException(_stream, "acme"),
        new UncertainOutcomeException(_stream, Guid.NewGuid(), new TimeoutException("slow")),
        new CommitRejectedException("refused"),
        new EventStoreUnavailableException(ErrorCodes.StoreFull, "full"),
        new StoreLimitExceededException(
            nameof(EventStoreLimits.MaxEventBytes), 2_000_000, EventStoreLimits.MaxEventBytes),
        new CommandIdReusedException(_stream, 9),
        new ConfigurationException(ErrorCodes.SchemaMismatch, "newer"),
        new EventRejectedException(ErrorCodes.FoldFailed, "fold", new InvalidOperationException("inner")),
        new UnreadableEventException(ErrorCodes.CorruptEvent, "not JSON", "account.opened", 2, _stream, 3, 4),
        new LogIntegrityException(7, 9),
        _recorded,
        new LogPage([_recorded], 12),
        new LogTailRequest
        {
            After = 3,
            EventTypes = ["account.opened"],
            StreamPrefix = "account/",
            MaxCount = 7,
            Wait = TimeSpan.FromSeconds(1),
        },
        new ProjectionFailedException("balances", "account.opened", _stream, 3, new InvalidOperationException("inner")),
        new ProjectionTableException("balances", "balances_g1", ["column a is missing"]),
        new ProjectionReplacedException("replaced"),
        new ProjectionTimeoutException("balances", 5, 4, TimeSpan.FromSeconds(2)),
        .. ProjectionSamples(),
        _partition,
        PartitionState.Stopped,
        _checkpoint,
        new PartitionStatus
        {
            Partition = _partition,
            State = PartitionState.Running,
            Owner = "silo",
            HandledTo = 4,
            RecordedTo = 3,
            Failure = "away",
        },
        _lag,
        new PartitionProgress(_checkpoint, _lag),
        new SubscriptionFencedException(_partition, 7),
        new SubscriptionStoppedException("poison", new InvalidOperationException("inner")),
        new CheckpointMismatchException("another backup"),
        _check,
        CheckSeverity.Major,
        ReadinessProfile.Staging,
        CheckOutcome.Waived,
        _check.Judge(false, "fsync is off"),
        new StoreIdentity("7312345678901234567", "bank"),
        _letter,
        DeadLetterKind.Saga,
        DeadLetterState.Replayed,
        DeadLetterOutcome.Settled,
        DeadLetterActKind.Discard,
        new DeadLetterDecision("ada", "mended"),
        _act,
        new DeadLetterDetails(_letter, "{}", [_act]),
        new DeadLetterPage([_letter], 5),
        new DeadLetterFilter
        {
            Kind = DeadLetterKind.Event,
            Source = "mails",
            State = DeadLetterState.Open,
            Stream = "account/17",
            MessageType = "account.opened",
            Reason = "handler-failed",
            Tenant = "acme",
        },
        StreamPoint.AtVersion(3),
        _moment,
        new StreamState(_moment, "{}"),
        new StreamEventsPage(InspectionOutcome.Found, [_recorded], 4),
        new LogSearch
        {
            Before = 9,
            MaxCount = 3,
            EventTypes = ["account.opened"],
            StreamPrefix = "account/",
            CorrelationId = "c-1",
            CommandId = "key-1",
            Actor = "ada",
        },
        new LogSearchPage([_recorded], 12, 4),
        .. SagaSamples(),
    ];

    public static TheoryData<string> WireTypes { get; } = [.. Concrete().Select(type => type.Name)];

    [Theory]
    [MemberData(nameof(WireTypes))]
    public void Every_wire_type_keeps_all_its_properties(string wireType)
    {
        var sample = Assert.Single(_samples, sample => sample.GetType().Name == wireType);

        var copy = RoundTrip(sample);

        Assert.IsType(sample.GetType(), copy);
        Assert.Equal(Describe(sample), Describe(copy));
    }

    [Fact]
    public void A_conflict_arrives_with_the_stream_the_expected_and_the_actual_version()
    {
        var copy = Assert.IsType<ConcurrencyException>(
            RoundTrip(new ConcurrencyException(_stream, ExpectedVersion.Exactly(3), 5)));

        Assert.Equal(_stream, copy.Stream);
        Assert.Equal(ExpectedVersion.Exactly(3), copy.Expected);
        Assert.Equal(5, copy.Actual);
        Assert.Equal(ErrorCodes.Concurrency, copy.Code);
        // A caller's mistake must not cost the others the activation.
        Assert.IsNotAssignableFrom<InconsistentStateException>(copy);
    }

    [Fact]
    public void A_failure_arrives_with_the_message_and_type_of_its_cause()
    {
        var copy = Assert.IsType<UncertainOutcomeException>(
            RoundTrip(new UncertainOutcomeException(_stream, Guid.NewGuid(), new TimeoutException("slow"))));

        Assert.Equal("slow", Assert.IsType<TimeoutException>(copy.InnerException).Message);
    }

    [Fact]
    public void A_result_arrives_with_its_refusal()
    {
        var refused = new CommandResult<int> { Refusal = new Refusal("account.frozen", "The account is frozen.") };

        var copy = Assert.IsType<CommandResult<int>>(RoundTrip(refused));

        Assert.Equal("account.frozen", copy.Refusal?.Code);
        Assert.False(copy.IsAccepted);
    }

    public void Dispose() => _services.Dispose();

    private static IEnumerable<Type> Concrete() => typeof(StreamId).Assembly.GetExportedTypes()
        .Where(type => type.IsDefined(typeof(GenerateSerializerAttribute), inherit: false) && !type.IsAbstract);

    private object RoundTrip(object value)
    {
        var serializer = _services.GetRequiredService<Serializer>();
        return serializer.Deserialize<object>(serializer.SerializeToArray(value))
            ?? throw new InvalidOperationException("The serializer returned null.");
    }

    /// <summary>Name and content of every property that the type itself or an Orchestrix base declares.</summary>
    private static SortedDictionary<string, string> Describe(object value)
    {
        var description = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var property in value.GetType().GetProperties())
        {
            var isOurs = property.DeclaringType?.Assembly == typeof(StreamId).Assembly;
            if (isOurs && property.GetMethod is { IsStatic: false })
                description[property.Name] = Text(property.GetValue(value));
        }
        if (value is Exception exception)
            description[nameof(exception.Message)] = exception.Message;
        return description;

        static string Text(object? content) => content switch
        {
            string text => text,
            System.Collections.IEnumerable items => string.Join("; ", items.Cast<object>().Select(Text)),
            { } when content.GetType() is { IsValueType: false } type && type.Assembly == typeof(StreamId).Assembly =>
                string.Join(", ", Describe(content)),
            _ => $"{content}",
        };
    }
}
