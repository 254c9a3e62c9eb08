using System.Text.Json;
using Orchestrix.Events;

namespace Orchestrix.Sagas;

/// <summary>What a function of a definition may know about the saga it serves.</summary>
public class SagaContext
{
    private readonly SagaContextParts _parts;

    internal SagaContext(SagaContextParts parts) => _parts = parts;

    /// <summary>The saga's stream, <c>{saga type}/{key}</c>.</summary>
    public StreamId Saga => _parts.Saga;

    /// <summary>The name of the step.</summary>
    public string Step => _parts.Step;

    /// <summary>
    /// The id to give to the participant: <c>{saga}/{step}</c>, and <c>{saga}/{step}/undo</c> in a compensation. The
    /// same for every attempt, so that a participant which keeps ids acts once.
    /// </summary>
    public string CommandId => IsCompensation ? $"{ActionCommandId}/undo" : ActionCommandId;

    /// <summary>
    /// The id that the action was called with. A compensation whose <see cref="IsOutcomeKnown"/> is false can send the
    /// action again under it to learn what there is to undo.
    /// </summary>
    public string ActionCommandId => $"{Saga}/{Step}";

    /// <summary>True in a compensation.</summary>
    public bool IsCompensation => _parts.IsCompensation;

    /// <summary>
    /// True if the step is known to have taken effect. In a compensation false means that it may have: the participant
    /// never gave a sure answer.
    /// </summary>
    public bool IsOutcomeKnown => _parts.IsOutcomeKnown;

    /// <summary>1 for the first attempt.</summary>
    public int Attempt => _parts.Attempt;

    /// <summary>When the saga started.</summary>
    public DateTimeOffset StartedAt => _parts.StartedAt;

    /// <summary>Grains to talk to.</summary>
    /// <exception cref="InvalidOperationException">A pure function, such as a condition, asked for it.</exception>
    public IGrainFactory Grains => _parts.Grains ?? throw new InvalidOperationException(
        "Conditions, inputs and the data of sub-sagas are pure functions of the saga's data and results; "
        + "only actions and compensations talk to grains.");

    /// <summary>True if the step has a result: false if it was passed over, has not ended, or returned none.</summary>
    public bool HasResult(string step) => _parts.Results(step) is not null;

    /// <summary>The result of a step.</summary>
    /// <exception cref="InvalidOperationException">The step has no result; see <see cref="HasResult"/>.</exception>
    /// <exception cref="JsonException">The result is not a <typeparamref name="T"/>.</exception>
    public T Result<T>(string step) =>
        _parts.Results(step) is { } json
            ? Read<T>(json)
            : throw new InvalidOperationException($"Step {step} has no result.");

    /// <summary>The input that was recorded with the intent of this step.</summary>
    /// <exception cref="InvalidOperationException">The definition gives the step no input.</exception>
    /// <exception cref="JsonException">The input is not a <typeparamref name="T"/>.</exception>
    public T Input<T>() =>
        _parts.Input is { } json
            ? Read<T>(json)
            : throw new InvalidOperationException($"Step {Step} has no input.");

    internal object UntypedData => _parts.Data;

    internal JsonSerializerOptions Json => _parts.Json;

    internal T Read<T>(JsonElement json) =>
        json.Deserialize<T>(_parts.Json) ?? throw new JsonException("The content is null.");
}
