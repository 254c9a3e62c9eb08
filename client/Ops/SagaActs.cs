using Orchestrix.Commands;
using Orchestrix.Sagas;

namespace Bank.Client.Ops;

/// <summary>What a person may do to a saga.</summary>
internal static class SagaActs
{
    private static readonly SagaActOffer[] All =
    [
        new("retry", "Retry",
            "The step that the saga is parked at is tried again, with fresh retries. Do this when what was wrong is "
            + "mended.",
            true, true, static (saga, step, act) => saga.RetryStepAsync(step, act)),
        new("skip", "Skip",
            "The step is passed over as if it had been seen to, and the saga goes on with the next one. Do this only "
            + "when you have done by hand what the step does.",
            true, true, static (saga, step, act) => saga.SkipStepAsync(step, act)),
        new("compensate", "Compensate",
            "What the saga has done is undone, newest step first.",
            true, false, static (saga, _, act) => saga.ForceCompensationAsync(act)),
        new("complete", "Mark as completed",
            "The saga ends as it is, and nothing more is done. Do this only when you have finished all of it by hand.",
            true, false, static (saga, _, act) => saga.EndByHandAsync(SagaStatus.Completed, act)),
        new("compensated", "Mark as compensated",
            "The saga ends as it is, and nothing more is undone. Do this only when you have undone all of it by hand.",
            true, false, static (saga, _, act) => saga.EndByHandAsync(SagaStatus.Compensated, act)),
        new("cancel", "Cancel",
            "No further step is begun, and what was done is undone.",
            false, false, static (saga, _, act) => saga.CancelAsync(act)),
    ];

    public static SagaActOffer? Find(string? name) => All.FirstOrDefault(act => act.Name == name);

    /// <summary>What may be done to a saga as it stands.</summary>
    public static IEnumerable<SagaActOffer> For(SagaView saga) => All.Where(act => act.IsFor(saga));
}

/// <summary>One of them.</summary>
internal sealed record SagaActOffer(
    string Name, string Title, string Consequence, bool NeedsParked, bool NeedsStep,
    Func<ISagaGrain, string, SagaAct, Task<CommandResult<SagaView>>> SendAsync)
{
    public bool IsFor(SagaView saga) => NeedsParked
        ? saga.Status == SagaStatus.Parked && (!NeedsStep || saga.ParkedAt is not null)
        : saga is { Status: SagaStatus.Running, IsCancelled: false };
}
