using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orchestrix.Diagnostics;
using Orchestrix.Events;

namespace Orchestrix.Snapshots;

/// <summary>What the loading of every grain's state shares.</summary>
internal sealed class StateServices(
    IEventStore store, StateCodecs codecs, SnapshotWriter writer, IOptions<SnapshotOptions> options, TimeProvider time,
    OrchestrixMetrics metrics, ILogger<StateServices> logger, ISnapshotStore? snapshots = null)
{
    public IEventStore Store => store;

    /// <summary>Null if there is no snapshot store, or snapshots are turned off.</summary>
    public ISnapshotStore? Snapshots { get; } = options.Value.Enabled ? snapshots : null;

    public StateCodecs Codecs => codecs;

    public SnapshotWriter Writer => writer;

    public SnapshotOptions Options => options.Value;

    public TimeProvider Time => time;

    public OrchestrixMetrics Metrics => metrics;

    public ILogger Logger => logger;

    public SnapshotHealth Reading { get; } = new("read", options.Value.RetryAfter, time, logger);
}
