using System.Text.Json;
using Orchestrix.Events;

namespace Orchestrix.Sagas;

/// <summary>What a context is made of.</summary>
internal sealed record SagaContextParts
{
    public required StreamId Saga { get; init; }

    public required string Step { get; init; }

    public required object Data { get; init; }

    public required Func<string, JsonElement?> Results { get; init; }

    public required JsonSerializerOptions Json { get; init; }

    public DateTimeOffset StartedAt { get; init; }

    public int Attempt { get; init; }

    public bool IsCompensation { get; init; }

    public bool IsOutcomeKnown { get; init; }

    public JsonElement? Input { get; init; }

    public IGrainFactory? Grains { get; init; }
}
