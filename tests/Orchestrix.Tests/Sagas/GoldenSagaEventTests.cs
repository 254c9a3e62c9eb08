using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Orchestrix.Events;
using Orchestrix.Sagas;
using Orchestrix.Serialization;

namespace Orchestrix.Tests.Sagas;

/// <summary>
/// One file for each event type and version: what is stored today must be readable, and written the same, for ever.
/// </summary>
public sealed class GoldenSagaEventTests
{
    private static readonly DateTimeOffset At = new(2030, 1, 2, 3, 4, 5, 678, TimeSpan.Zero);

    private static readonly JsonElement Json = JsonElement.Parse("""{"amount":1.50,"to":"Žofie"}""");

    private static readonly EventTypeRegistry Registry =
        new EventTypeRegistryBuilder().AddEvents(SagaEventsJson.Default).Build();

    private static readonly EventSerializer Serializer = new(Registry);

    private static readonly SagaEvent[] Samples =
    [
        new SagaStarted(3, Json, "order/1", "ship", "0123456789abcdef") { At = At },
        new SagaForestalled("never") { At = At, Outlook = new SagaOutlook(SagaStatus.Compensated) },
        new SagaStepIntended("debit", 1, At, Json) { At = At, Outlook = new SagaOutlook(SagaStatus.Running, At) },
        new SagaStepSucceeded("debit", 1, Json) { At = At },
        new SagaStepFailed("debit", 1, StepFailureKind.Unknown, "code", "message", At) { At = At },
        new SagaStepPending("debit", 1, At) { At = At },
        new SagaStepSkipped("debit", "reason", "me") { At = At, CommandId = "c-1" },
        new SagaWaitStarted("decision", "approval", At) { At = At },
        new SagaMessageReceived("m1", "approval", Json) { At = At },
        new SagaCancelRequested("me", "reason") { At = At, CommandId = "c-1" },
        new SagaCompensationStarted("code", "reason") { At = At },
        new SagaCompensationIntended("debit", 1, At) { At = At },
        new SagaCompensationSucceeded("debit", 1) { At = At },
        new SagaCompensationFailed("debit", 1, StepFailureKind.Transient, "code", "message", At) { At = At },
        new SagaCompensationPending("debit", 1, At) { At = At },
        new SagaCompensationSkipped("debit", "me", "reason") { At = At, CommandId = "c-1" },
        new SagaParked("code", "reason", "debit")
        {
            At = At, Outlook = new SagaOutlook(SagaStatus.Parked, null, "code", "debit", At, 3),
        },
        new SagaResumed("reason") { At = At },
        new SagaStepRetried("debit", "me", "reason") { At = At, CommandId = "c-1" },
        new SagaCompensationForced("me", "reason") { At = At, CommandId = "c-1" },
        new SagaEndedByHand(SagaStatus.Completed, "me", "reason") { At = At, CommandId = "c-1" },
        new SagaCompleted { At = At },
        new SagaCompensated { At = At },
    ];

    public static TheoryData<string> Names { get; } = [.. Registry.EventTypes.Select(type => type.EventType)];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_saga_event_is_written_as_its_golden_file_and_read_back(string name)
    {
        var sample = Assert.Single(Samples, each => Serializer.Serialize(each).EventType == name);
        var data = Serializer.Serialize(sample);
        var golden = File.ReadAllBytes(Path.Combine(
            AppContext.BaseDirectory, "Sagas", "Golden", $"{name}.v{data.SchemaVersion}.json"));

        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(golden), JsonNode.Parse(data.Json.Span)),
            $"{name} is written as {Encoding.UTF8.GetString(data.Json.Span)}");
        var read = Serializer.Deserialize(new RecordedEvent
        {
            Stream = StreamId.For("transfer", "golden"),
            Version = 1,
            Position = 1,
            EventType = name,
            SchemaVersion = data.SchemaVersion,
            Json = golden,
            EventId = Guid.Empty,
            CommitId = Guid.Empty,
            CommitIndex = 0,
            CommitSize = 1,
            RecordedAt = At,
        });
        Assert.Equal(data.Json.ToArray(), Serializer.Serialize(read).Json.ToArray());
    }
}
