using System.Collections.Frozen;
using System.Reflection;
using System.Text.Json.Serialization;
using Orchestrix.Events;

namespace Orchestrix.Sagas;

/// <summary>
/// The JSON of saga events, generated at compile time. Their shape is a contract; see the golden files.
/// </summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(SagaStarted))]
[JsonSerializable(typeof(SagaForestalled))]
[JsonSerializable(typeof(SagaStepIntended))]
[JsonSerializable(typeof(SagaStepSucceeded))]
[JsonSerializable(typeof(SagaStepFailed))]
[JsonSerializable(typeof(SagaStepPending))]
[JsonSerializable(typeof(SagaStepSkipped))]
[JsonSerializable(typeof(SagaWaitStarted))]
[JsonSerializable(typeof(SagaMessageReceived))]
[JsonSerializable(typeof(SagaCancelRequested))]
[JsonSerializable(typeof(SagaCompensationStarted))]
[JsonSerializable(typeof(SagaCompensationIntended))]
[JsonSerializable(typeof(SagaCompensationSucceeded))]
[JsonSerializable(typeof(SagaCompensationFailed))]
[JsonSerializable(typeof(SagaCompensationPending))]
[JsonSerializable(typeof(SagaCompensationSkipped))]
[JsonSerializable(typeof(SagaParked))]
[JsonSerializable(typeof(SagaResumed))]
[JsonSerializable(typeof(SagaStepRetried))]
[JsonSerializable(typeof(SagaCompensationForced))]
[JsonSerializable(typeof(SagaEndedByHand))]
[JsonSerializable(typeof(SagaCompleted))]
[JsonSerializable(typeof(SagaCompensated))]
[JsonSerializable(typeof(SagaIndexFold.Content))]
internal sealed partial class SagaEventsJson : JsonSerializerContext
{
    /// <summary>The names of all event types of sagas.</summary>
    public static FrozenSet<string> Names { get; } = typeof(SagaEvent).Assembly.GetTypes()
        .Where(static type => type.IsSubclassOf(typeof(SagaEvent))).Select(NameOf).ToFrozenSet(StringComparer.Ordinal);

    /// <summary>The name of an event type.</summary>
    public static string NameOf(Type type) => type.GetCustomAttribute<EventTypeAttribute>(inherit: false)!.Name;
}
