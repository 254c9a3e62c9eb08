using Orchestrix.Sagas;

namespace Orchestrix.Readiness;

/// <summary>One step, which is done at once.</summary>
internal sealed class CanarySaga() : Saga<Canary>(SagaType, version: 1)
{
    public const string SagaType = "orchestrix.canary";

    protected override void Define(SagaBuilder<Canary> saga) =>
        saga.Step("sing", static (_, _) => Task.FromResult(StepResult.Done())).NothingToUndo();
}
