using Orchestrix.Sagas;

namespace Orchestrix.Benchmarks.Sagas;

/// <summary>
/// Two steps whose participants answer at once, so that only the engine is measured, and a wait between.
/// </summary>
internal sealed class ErrandSaga() : Saga<Errand>("errand", version: 1)
{
    protected override void Define(SagaBuilder<Errand> saga)
    {
        saga.Step("go", static (_, _) => Task.FromResult(StepResult.Done())).NothingToUndo();
        saga.Wait("wait", message: "come", timeout: TimeSpan.FromDays(1)).When(static errand => errand.Data.Waits);
        saga.Step("return", static (_, _) => Task.FromResult(StepResult.Done()));
    }
}
