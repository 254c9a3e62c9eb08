using Orchestrix.Validation;

namespace Bank.Contracts;

/// <summary>The checks of amounts, with their sign.</summary>
internal static class AmountRules
{
    /// <summary>A sound amount above zero.</summary>
    public static IEnumerable<ValidationError?> Positive(string field, Money value) =>
        With(Validate.Positive(field, value.Amount), value.Check(field));

    /// <summary>A sound amount of zero or more.</summary>
    public static IEnumerable<ValidationError?> NotNegative(string field, Money value) =>
        With(Validate.NonNegative(field, value.Amount), value.Check(field));

    private static IEnumerable<ValidationError?> With(ValidationError? first, IEnumerable<ValidationError> others) =>
        first is null ? others : others.Prepend(first);
}
