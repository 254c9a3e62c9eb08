using Orchestrix.Appending;
using Orchestrix.Diagnostics;
using Orchestrix.Events;
using Orchestrix.Serialization;
using Orchestrix.Snapshots;

namespace Orchestrix.Aggregates;

/// <summary>What every aggregate of a silo shares.</summary>
internal sealed record AggregateServices(
    IEventStore Store, IEventAppender Appender, EventSerializer Serializer, StateServices States,
    CallTracing Tracing);
