using Orchestrix.Sagas;
using Orchestrix.TestKit.Sagas;

namespace Orchestrix.Simulation;

/// <summary>
/// People who look after a saga at random moments, often at the wrong ones, and send each request twice, for they do
/// not know whether the first one arrived.
/// </summary>
internal static class Operators
{
    private const int MostActs = 4;

    /// <summary>Tries the step that the saga is parked at again.</summary>
    public static OperatorAct Retry { get; } = static (saga, step, act) => saga.RetryStepAsync(step, act);

    /// <summary>Every act, as a person may choose it.</summary>
    public static IReadOnlyList<OperatorAct> All { get; } =
    [
        Retry,
        static (saga, step, act) => saga.SkipStepAsync(step, act),
        static (saga, _, act) => saga.ForceCompensationAsync(act),
        static (saga, _, act) => saga.EndByHandAsync(SagaStatus.Completed, act),
        static (saga, _, act) => saga.EndByHandAsync(SagaStatus.Compensated, act),
        static (saga, _, act) => saga.CancelAsync(act),
    ];

    /// <summary>Lets people do some of these acts to a saga within its first ten minutes.</summary>
    public static void LookAfter(SagaWorld world, string sagaType, string key, params IReadOnlyList<OperatorAct> acts)
    {
        var random = world.Random;
        var count = (int)(random.NextDouble() * MostActs);
        for (var number = 0; number < count; number++)
        {
            var send = acts[(int)(random.NextDouble() * acts.Count)];
            var act = new SagaAct("ops", "looked into it") { CommandId = $"{number}" };
            // What is written on the form stays on it.
            string? step = null;
            var after = TimeSpan.FromSeconds(random.NextDouble() * 600);
            for (var copy = 0; copy < 2; copy++)
            {
                _ = world.DoAsync(sagaType, key, after + TimeSpan.FromSeconds(random.NextDouble() * 20), async saga =>
                {
                    step ??= (await saga.GetAsync()).ParkedAt;
                    await send(saga, step ?? "nowhere", act);
                });
            }
        }
    }

    /// <summary>True if a person said that something was seen to, and the saga cannot know whether it was.</summary>
    public static bool HasWord(IReadOnlyList<SagaEvent> events) => events.Any(static @event =>
        @event is SagaStepSkipped { Actor: not null } or SagaCompensationSkipped or SagaEndedByHand);
}
