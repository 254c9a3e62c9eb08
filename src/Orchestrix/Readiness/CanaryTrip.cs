using System.Globalization;
using Microsoft.Extensions.Options;
using Orchestrix.Sagas;
using Orchestrix.Subscriptions;

namespace Orchestrix.Readiness;

/// <summary>Sends the canary through the log, the saga engine and the projection of sagas.</summary>
internal sealed class CanaryTrip(
    IGrainFactory grains, SubscriptionWatch watch, SagaRegistry sagas, IOptions<ReadinessOptions> options,
    TimeProvider time)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    /// <summary>Measures how long the trip takes.</summary>
    public async Task<CheckResult> RunAsync(ReadinessCheck check, CancellationToken cancellationToken)
    {
        if (sagas.Latest(CanarySaga.SagaType) is null)
            return check.Result(CheckOutcome.NotApplicable, "this silo has no sagas");
        var started = time.GetTimestamp();
        var canary = grains.GetGrain<ICanaryGrain>(Guid.NewGuid().ToString("n"));
        var position = (await canary.StartAsync(new Canary())).Position;
        var appended = time.GetElapsedTime(started);
        var end = await canary.WhenEndedAsync(options.Value.MaxCanaryTime);
        var ended = time.GetElapsedTime(started);
        while (end.Status == SagaStatus.Completed && !await IsProjectedAsync(position, cancellationToken))
            await Task.Delay(Pause, time, cancellationToken);
        var projected = time.GetElapsedTime(started);
        return check.Judge(
            end.Status == SagaStatus.Completed && projected <= options.Value.MaxCanaryTime,
            string.Create(CultureInfo.InvariantCulture, $"appended after {appended.TotalMilliseconds:0} ms, saga "
                + $"{(end.Status == SagaStatus.Completed ? "completed" : "not completed")} after "
                + $"{ended.TotalMilliseconds:0} ms, projected after "
                + $"{projected.TotalMilliseconds:0} ms"));
    }

    private async Task<bool> IsProjectedAsync(long position, CancellationToken cancellationToken) =>
        (await watch.LookAsync(cancellationToken)).Any(one =>
            one.Checkpoint.Partition.Subscription == SagaIndexProcessor.Subscription
            && one.Checkpoint.Position >= position);
}
