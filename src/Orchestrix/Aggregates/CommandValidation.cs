using Orchestrix.Commands;
using Orchestrix.Events;
using Orchestrix.Serialization;
using Orchestrix.Validation;

namespace Orchestrix.Aggregates;

/// <summary>The first step of handling a command: what needs no state.</summary>
internal static class CommandValidation
{
    /// <summary>Returns a refusal that lists everything that is wrong, or null.</summary>
    public static Refusal? Check(Command command)
    {
        List<ValidationError>? errors = null;
        Add(ref errors, CheckCommandId(command.CommandId));
        if (command.ExpectedVersion is { } expected)
            Add(ref errors, Validate.NonNegative(nameof(Command.ExpectedVersion), expected));
        foreach (var error in command.Validate())
            Add(ref errors, error);
        return errors is null
            ? null
            : new Refusal(Refusal.InvalidCommand, string.Join(" ", errors.Select(error => error.Message)))
            {
                Errors = errors,
            };
    }

    private static ValidationError? CheckCommandId(string? id) =>
        id is null ? null
        : Validate.NotEmpty(nameof(Command.CommandId), id)
            ?? Validate.MaxLength(nameof(Command.CommandId), id, EventStoreLimits.MaxIdLength)
            ?? (id.Any(char.IsControl) || !StrictStringConverter.IsWellFormed(id)
                ? new ValidationError(
                    nameof(Command.CommandId),
                    "no-control-characters",
                    "CommandId must hold no control characters and no half surrogate pairs.")
                : null);

    private static void Add(ref List<ValidationError>? errors, ValidationError? error)
    {
        if (error is not null)
            (errors ??= []).Add(error);
    }
}
