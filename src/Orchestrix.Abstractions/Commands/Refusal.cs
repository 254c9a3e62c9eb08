using Orchestrix.Validation;

namespace Orchestrix.Commands;

/// <summary>
/// A domain's no: an expected answer, not an exception. Nothing was written, and the command may be sent again.
/// </summary>
/// <param name="Code">Stable, for programs; lower case with dots, for example
/// <c>account.insufficient-funds</c>.</param>
/// <param name="Message">For people; holds no personal data, since it may reach a log.</param>
[GenerateSerializer, Immutable, Alias("orchestrix.refusal")]
public sealed record Refusal([property: Id(0)] string Code, [property: Id(1)] string Message)
{
    /// <summary>The code of a refusal that came from <see cref="Command.Validate"/>.</summary>
    public const string InvalidCommand = "command.invalid";

    /// <summary>What was wrong with which part, if <see cref="Code"/> is <see cref="InvalidCommand"/>.</summary>
    [Id(2)]
    public IReadOnlyList<ValidationError> Errors { get; init; } = [];
}
