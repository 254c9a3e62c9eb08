using System.Text.Json;
using Microsoft.Extensions.Logging;
using Orchestrix.Appending;
using Orchestrix.Diagnostics;
using Orchestrix.Events;
using Orchestrix.Serialization;

namespace Orchestrix.Sagas;

/// <summary>What every saga of a silo shares.</summary>
internal sealed record SagaServices
{
    public required SagaRegistry Sagas { get; init; }

    public required IEventStore Store { get; init; }

    public required IEventAppender Appender { get; init; }

    public required EventSerializer Serializer { get; init; }

    public required JsonSerializerOptions Json { get; init; }

    public required IGrainFactory Grains { get; init; }

    public required TimeProvider Time { get; init; }

    public required OrchestrixMetrics Metrics { get; init; }

    public CallTracing Tracing { get; init; } = new();

    public required SagaOptions Options { get; init; }

    public required ILogger Logger { get; init; }

    /// <summary>Draws the jitter of retries.</summary>
    public Random Random { get; init; } = Random.Shared;

    public SagaLog Log(StreamId stream) => new(stream, Store, Appender, Serializer);
}
