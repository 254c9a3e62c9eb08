using Orchestrix.Errors;

namespace Orchestrix.Sagas;

/// <summary>What a definition must be like, so that a mistake stops the host and not a saga.</summary>
internal static class SagaDefinitionRules
{
    private static readonly TimeSpan LongestDeadline = TimeSpan.FromDays(3660);

    /// <summary>Returns the steps if all is well.</summary>
    /// <exception cref="ConfigurationException">Something is not; the message says what.</exception>
    public static IReadOnlyList<SagaStepDefinition> Check(Saga saga, IReadOnlyList<SagaStepDefinition> steps)
    {
        Require(!string.IsNullOrWhiteSpace(saga.Name) && !saga.Name.Contains('/', StringComparison.Ordinal),
            "its name is empty or holds a slash");
        Require(saga.Version >= 1, "its version is below 1");
        Require(steps.Count > 0, "it has no steps");
        Require(steps.Count <= SagaLimits.MaxSteps, $"it has more than {SagaLimits.MaxSteps} steps");
        foreach (var step in steps)
        {
            Require(IsName(step.Name), $"the step name '{step.Name}' is not 1 to {SagaLimits.MaxNameLength} letters, "
                + "digits, dots and hyphens");
        }
        foreach (var twins in steps.GroupBy(step => step.Name, StringComparer.Ordinal).Where(each => each.Count() > 1))
            Require(false, $"two steps are called '{twins.Key}'");
        foreach (var step in steps)
            CheckStep(step);
        CheckOrder();
        return steps;

        void CheckStep(SagaStepDefinition step)
        {
            foreach (var other in step.DependsOn)
            {
                Require(steps.Any(each => each.Name == other),
                    $"step '{step.Name}' comes after '{other}', which is not a step");
            }
            RequireTime(step, step.Deadline, "deadline");
            RequireTime(step, step.CompensationDeadline, "deadline of its compensation");
            RequireTime(step, step.AttemptTimeout, "time-out of an attempt");
            Require(step.Kind != SagaStepKind.Wait || IsName(step.Message),
                $"step '{step.Name}' waits for a message without a proper name");
            Require(step.Kind != SagaStepKind.SubSaga || !string.IsNullOrWhiteSpace(step.SubSaga),
                $"step '{step.Name}' names no saga");
            Require(!(step.HasCompensation && step.HasNothingToUndo) || step.Kind == SagaStepKind.SubSaga,
                $"step '{step.Name}' has a compensation and says that there is nothing to undo");
        }

        void CheckOrder()
        {
            var before = new Dictionary<string, HashSet<string>>(StringComparer.Ordinal);
            while (before.Count < steps.Count)
            {
                var next = steps.FirstOrDefault(step =>
                    !before.ContainsKey(step.Name) && step.DependsOn.All(before.ContainsKey));
                if (next is null)
                {
                    var rest = steps.Select(step => step.Name).Where(name => !before.ContainsKey(name));
                    Require(false, $"its steps wait for each other in a cycle: {string.Join(", ", rest)}");
                }
                before.Add(next!.Name,
                    [.. next.DependsOn, .. next.DependsOn.SelectMany(each => before[each])]);
            }
            // Whatever is not before a step may fail after it took effect.
            foreach (var step in steps.Where(step => step.Kind == SagaStepKind.Call))
            {
                var later = steps.FirstOrDefault(other =>
                    other != step && !before[step.Name].Contains(other.Name));
                Require(step.HasCompensation || step.HasNothingToUndo || later is null,
                    $"step '{step.Name}' has no compensation, and '{later?.Name}' may fail after it; "
                    + "add Compensate, or NothingToUndo if that is so");
            }
        }

        void RequireTime(SagaStepDefinition step, TimeSpan time, string what) => Require(
            time > TimeSpan.Zero && time <= LongestDeadline,
            $"the {what} of step '{step.Name}' is not greater than zero and at most {LongestDeadline.Days} days");

        void Require(bool condition, string fault)
        {
            if (!condition)
                throw new ConfigurationException($"Saga '{saga.Name}' version {saga.Version}: {fault}.");
        }
    }

    /// <summary>True for the name of a step or a message.</summary>
    public static bool IsName(string? name) =>
        name is { Length: > 0 and <= SagaLimits.MaxNameLength }
        && name.All(character => char.IsAsciiLetterOrDigit(character) || character is '.' or '-');
}
