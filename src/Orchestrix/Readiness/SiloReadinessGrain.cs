using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using Orchestrix.Diagnostics;
using Orchestrix.Events;

namespace Orchestrix.Readiness;

/// <summary>Speaks for the silo it is placed on, which the caller's hint chooses.</summary>
[GrainType("orchestrix.silo-readiness"), Orleans.Placement.RandomPlacement]
internal sealed class SiloReadinessGrain(
    ILocalSiloDetails silo, IEventStore store, OrchestrixMetrics metrics, ReadinessRun run, IServiceProvider services,
    TimeProvider time)
    : Grain, ISiloReadinessGrain
{
    public Task<SiloAnswer> CheckAsync(ReadinessProfile profile) => run.RunHereAsync(profile);

    public async Task<SiloReport> ReportAsync()
    {
        var program = Assembly.GetEntryAssembly() ?? typeof(SiloReadinessGrain).Assembly;
        return new SiloReport(
            silo.Name, ProgramBuild.Of(program),
            store.GetType().Name, services.GetService<IReminderTable>()?.GetType().Name, metrics.CommitsSent,
            metrics.CommitsConflicted, await MeasureSkewAsync(),
            SecretSettings.CountIn(Environment.GetCommandLineArgs()) > 0, metrics.CommitsUnconditional,
            metrics.SnapshotHits, metrics.SnapshotMisses, silo.GatewayAddress?.Endpoint.ToString());
    }

    /// <summary>Half of the round trip is taken for the way there.</summary>
    private async Task<TimeSpan?> MeasureSkewAsync()
    {
        if (services.GetService<IStoreClock>() is not { } clock)
            return null;
        var (sent, started) = (time.GetUtcNow(), time.GetTimestamp());
        var there = await clock.ReadAsync(CancellationToken.None);
        return sent + (time.GetElapsedTime(started) / 2) - there;
    }
}
