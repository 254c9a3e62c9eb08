using Orchestrix.Appending;
using Orchestrix.Diagnostics;

namespace Orchestrix.Hosting;

/// <summary>
/// Drains the appender when the silo stops, after the grains: a grain that writes while it deactivates still gets its
/// answer. Stages stop in reverse order, and grains stop before <see cref="ServiceLifecycleStage.RuntimeInitialize"/>.
/// </summary>
internal sealed class AppenderLifecycle(BatchingAppender appender, OrchestrixMetrics metrics)
    : ILifecycleParticipant<ISiloLifecycle>
{
    public void Participate(ISiloLifecycle lifecycle) => lifecycle.Subscribe(
        nameof(BatchingAppender),
        ServiceLifecycleStage.RuntimeInitialize,
        _ =>
        {
            metrics.Announce(appender.Gauges);
            return Task.CompletedTask;
        },
        appender.DrainAsync);
}
