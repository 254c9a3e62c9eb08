namespace Orchestrix.Sagas;

/// <content>Undoing the steps, the one that began last first.</content>
internal sealed partial class SagaMachine
{
    private SagaPlan Backward(SagaState state, DateTimeOffset now)
    {
        for (var index = state.Steps.Count - 1; index >= 0; index--)
        {
            var step = state.Steps[index];
            if (!step.NeedsUndo || (_steps.TryGetValue(step.Name, out var known) && known.HasNothingToUndo))
                continue;
            return Undo(step, known, new Round(now));
        }
        return SagaPlan.Record(new SagaCompensated { At = now });
    }

    private static SagaPlan Undo(StepState step, SagaStepDefinition? definition, Round round)
    {
        var undo = step.Undo;
        if (definition?.HasCompensation != true)
        {
            return SagaPlan.Record(Park(
                round.Now, SagaRefusals.NoCompensation, "The step may have taken effect and has no compensation.",
                step.Name));
        }
        switch (undo.Status)
        {
            case SagaStepStatus.None:
            case SagaStepStatus.Backoff when round.IsDue(undo.DueAt):
                DateTimeOffset? deadline = undo.Deadline is null ? round.Now + definition.CompensationDeadline : null;
                round.Events.Add(new SagaCompensationIntended(step.Name, undo.Attempt + 1, deadline)
                {
                    At = round.Now,
                });
                break;
            case SagaStepStatus.InFlight:
                round.Calls.Add(Call(step.Name, SagaPhase.Undo, undo));
                break;
            case SagaStepStatus.Pending:
                Ask(step.Name, SagaPhase.Undo, undo, round);
                break;
            case SagaStepStatus.GaveUp:
                round.Events.Add(Park(
                    round.Now, SagaRefusals.CompensationFailed,
                    $"The compensation gave up: {undo.Code}: {undo.Message}", step.Name));
                break;
        }
        return round.Plan();
    }
}
