namespace Orchestrix.Validation;

/// <summary>One thing that is wrong with a command.</summary>
/// <param name="Field">The name of the property.</param>
/// <param name="Code">Stable, for programs, for example <c>not-empty</c>.</param>
/// <param name="Message">For people; names the limit, never the refused value.</param>
[GenerateSerializer, Immutable, Alias("orchestrix.validation-error")]
public sealed record ValidationError(
    [property: Id(0)] string Field, [property: Id(1)] string Code, [property: Id(2)] string Message);
