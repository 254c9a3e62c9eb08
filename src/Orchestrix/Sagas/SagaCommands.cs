using System.Text.Json;
using Orchestrix.Commands;
using Orchestrix.Errors;
using Orchestrix.Events;
using Orchestrix.Validation;

namespace Orchestrix.Sagas;

/// <summary>The calls of a saga, checked and brought to its runner.</summary>
internal sealed class SagaCommands(StreamId stream, SagaServices services, SagaRunner runner)
{
    public async Task<CommandResult<SagaView>> StartAsync(object data)
    {
        ArgumentNullException.ThrowIfNull(data);
        var saga = Latest();
        // What was started was found valid, perhaps by rules of its time.
        if (runner.State.Version == 0 && Invalid(saga.Check(data)) is { } refusal)
            return new CommandResult<SagaView> { Refusal = refusal, Version = runner.State.Version };
        var json = JsonSerializer.SerializeToElement(data, saga.DataType, services.Json);
        return SagaPayload.Fits(json)
            ? await runner.StartAsync(saga, json, null)
            : throw new StoreLimitExceededException(
                nameof(SagaLimits.MaxPayloadBytes), json.GetRawText().Length, SagaLimits.MaxPayloadBytes);
    }

    public async Task<SagaView> StartAsSubSagaAsync(string dataJson, SagaParent parent)
    {
        ArgumentNullException.ThrowIfNull(parent);
        var saga = Latest();
        var json = SagaPayload.Parse(dataJson) ?? throw new ArgumentNullException(nameof(dataJson));
        var data = json.Deserialize(saga.DataType, services.Json) ?? throw new JsonException("The data is null.");
        // What is refused here would be refused for ever, and the parent has to know. A part that was started goes on.
        if (runner.State.Version == 0 && Invalid(saga.Check(data)) is { } refusal)
            throw new EventRejectedException(ErrorCodes.UnserializableEvent, refusal.Message);
        await runner.StartAsync(saga, json, parent);
        return runner.View;
    }

    public async Task<SagaView> CompensateSubSagaAsync(SagaParent parent)
    {
        ArgumentNullException.ThrowIfNull(parent);
        await runner.ActAsync((state, now) => SagaActs.CompensateSubSaga(state, parent, now));
        return runner.View;
    }

    public Task<SagaSignalStatus> SignalAsync(SagaMessage message)
    {
        ArgumentNullException.ThrowIfNull(message);
        if (Validate.NotEmpty(nameof(message.Id), message.Id) is not null
            || message.Id.Length > EventStoreLimits.MaxIdLength || !SagaDefinitionRules.IsName(message.Name))
        {
            throw new ArgumentException(
                $"A message has an id of 1 to {EventStoreLimits.MaxIdLength} characters and the name of a message.",
                nameof(message));
        }
        return runner.SignalAsync(
            new SagaMessageReceived(message.Id, message.Name, SagaPayload.Parse(message.Json)));
    }

    public Task<CommandResult<SagaView>> CancelAsync(SagaAct act) =>
        ActAsync(act, SagaActs.CancelName, SagaActs.Cancel);

    public Task<CommandResult<SagaView>> RetryStepAsync(string step, SagaAct act) =>
        ActAsync(act, SagaActs.RetryName(step), (state, by, now) => SagaActs.Retry(state, step, by, now));

    public Task<CommandResult<SagaView>> SkipStepAsync(string step, SagaAct act) =>
        ActAsync(act, SagaActs.SkipName(step), (state, by, now) => SagaActs.Skip(state, step, by, now));

    public Task<CommandResult<SagaView>> ForceCompensationAsync(SagaAct act) =>
        ActAsync(act, SagaActs.ForceName, SagaActs.ForceCompensation);

    public Task<CommandResult<SagaView>> EndByHandAsync(SagaStatus outcome, SagaAct act)
    {
        if (outcome is not (SagaStatus.Completed or SagaStatus.Compensated))
            throw new ArgumentOutOfRangeException(nameof(outcome), outcome, "A saga ends Completed or Compensated.");
        return ActAsync(
            act, SagaActs.EndName(outcome), (state, by, now) => SagaActs.EndByHand(state, outcome, by, now));
    }

    private Task<CommandResult<SagaView>> ActAsync(
        SagaAct act, string name, Func<SagaState, SagaAct, DateTimeOffset, SagaActs.Decided> decide)
    {
        ArgumentNullException.ThrowIfNull(act);
        ArgumentException.ThrowIfNullOrWhiteSpace(act.Actor);
        ArgumentException.ThrowIfNullOrWhiteSpace(act.Reason);
        if (act.CommandId is { } id && (string.IsNullOrWhiteSpace(id) || id != SagaText.Clean(id)
            || id.Length > EventStoreLimits.MaxIdLength))
        {
            throw new ArgumentException(
                $"A command id has 1 to {EventStoreLimits.MaxIdLength} characters, none of them a control character.",
                nameof(act));
        }
        var by = act with { Actor = SagaText.Clean(act.Actor), Reason = SagaText.Clean(act.Reason) };
        return runner.ActAsync((state, now) => SagaActs.Repeat(stream, state, name, by)
            ?? decide(state, by, now).Under(by.CommandId));
    }

    private Saga Latest()
    {
        if (stream.Value.Length > SagaLimits.MaxStreamIdLength)
        {
            throw new StoreLimitExceededException(
                nameof(SagaLimits.MaxStreamIdLength), stream.Value.Length, SagaLimits.MaxStreamIdLength);
        }
        return services.Sagas.Latest(stream.GrainType) ?? throw new ConfigurationException(
            $"No definition of saga '{stream.GrainType}' is registered; add it with AddSaga.");
    }

    private static Refusal? Invalid(IEnumerable<ValidationError?> found)
    {
        var errors = found.OfType<ValidationError>().ToArray();
        return errors.Length == 0
            ? null
            : new Refusal(Refusal.InvalidCommand, string.Join(" ", errors.Select(error => error.Message)))
            {
                Errors = errors,
            };
    }
}
