using Microsoft.Extensions.Logging;
using Orchestrix.Appending;
using Orchestrix.Events;
using Orchestrix.Serialization;
using Orchestrix.Snapshots;

namespace Orchestrix.LogConsistency;

/// <summary>What every log view of a provider shares.</summary>
internal sealed record EventLogServices(
    IEventStore Store,
    IEventAppender Appender,
    EventSerializer Serializer,
    StateServices States,
    TimeProvider Time,
    LogConsistencyOptions Options,
    ILogger<EventLogServices> Logger);
