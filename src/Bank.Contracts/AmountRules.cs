using Orchestrix.Validation;

namespace Bank.Contracts;

/// <summary>The checks of amounts, with their sign.</summary>
internal static class AmountRules
{
    /// <summary>A sound amount above zero.</summary>
    public static IEnumerable<ValidationError?> Positive(string field, Money value) =>
        [Validate.Positive(field, value.Amount), .. value.Check(field)];

    /// <summary>A sound amount of zero or more.</summary>
    public static IEnumerable<ValidationError?> NotNegative(string field, Money value) =>
        [Validate.NonNegative(field, value.Amount), .. value.Check(field)];
}
