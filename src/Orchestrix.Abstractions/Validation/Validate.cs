using System.Globalization;
using System.Numerics;

namespace Orchestrix.Validation;

/// <summary>
/// The checks that commands are made of. Each returns null if the value is fine, else what is wrong with it. White
/// space
/// counts as empty, and a number that is not a number (NaN) passes no check.
/// </summary>
public static class Validate
{
    /// <summary>The text has a character that is not white space.</summary>
    public static ValidationError? NotEmpty(string field, string? value) =>
        string.IsNullOrWhiteSpace(value) ? new(field, "not-empty", $"{field} must not be empty.") : null;

    /// <summary>The number is greater than zero.</summary>
    public static ValidationError? Positive<T>(string field, T value) where T : INumber<T> =>
        value > T.Zero ? null : new(field, "positive", $"{field} must be greater than zero.");

    /// <summary>The number is zero or greater.</summary>
    public static ValidationError? NonNegative<T>(string field, T value) where T : INumber<T> =>
        value >= T.Zero ? null : new(field, "non-negative", $"{field} must not be negative.");

    /// <summary>The text, without surrounding white space, has at least <paramref name="minimum"/>
    /// characters.</summary>
    public static ValidationError? MinLength(string field, string? value, int minimum) =>
        (value?.Trim().Length ?? 0) >= minimum
            ? null : new(field, "min-length", $"{field} must have at least {minimum} characters.");

    /// <summary>The text has at most <paramref name="maximum"/> characters; null has none.</summary>
    public static ValidationError? MaxLength(string field, string? value, int maximum) =>
        (value?.Length ?? 0) <= maximum
            ? null : new(field, "max-length", $"{field} must have at most {maximum} characters.");

    /// <summary>The number lies between the two bounds, both included.</summary>
    public static ValidationError? InRange<T>(string field, T value, T minimum, T maximum) where T : INumber<T> =>
        value >= minimum && value <= maximum
            ? null
            : new(field, "in-range", string.Create(CultureInfo.InvariantCulture,
                $"{field} must be between {minimum} and {maximum}."));

    /// <summary>The value is one of those allowed; text is compared ordinally.</summary>
    public static ValidationError? OneOf<T>(string field, T value, params ReadOnlySpan<T> allowed)
    {
        foreach (var candidate in allowed)
        {
            if (EqualityComparer<T>.Default.Equals(candidate, value))
                return null;
        }
        return new(field, "one-of", $"{field} must be one of {string.Join(", ", allowed.ToArray())}.");
    }
}
