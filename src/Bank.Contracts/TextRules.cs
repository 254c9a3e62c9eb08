using Orchestrix.Validation;

namespace Bank.Contracts;

/// <summary>The checks of texts that people type.</summary>
internal static class TextRules
{
    /// <summary>Not blank, not too long, no control characters.</summary>
    public static ValidationError? Required(string field, string? value, int maxLength) =>
        Validate.NotEmpty(field, value) ?? Validate.MaxLength(field, value, maxLength) ?? Printable(field, value);

    /// <summary>Null, or as <see cref="Required"/>.</summary>
    public static ValidationError? Optional(string field, string? value, int maxLength) =>
        value is null ? null : Required(field, value, maxLength);

    /// <summary>
    /// A lone surrogate is refused with the control characters: it has no UTF-8, so neither JSON nor a database holds
    /// it.
    /// </summary>
    private static ValidationError? Printable(string field, string? value)
    {
        for (var index = 0; index < value?.Length; index++)
        {
            var isPair = char.IsSurrogatePair(value, index);
            if (char.IsControl(value[index]) || (char.IsSurrogate(value[index]) && !isPair))
            {
                return new(field, "no-control-characters",
                    $"{field} must hold no control characters and no halves of characters.");
            }
            index += isPair ? 1 : 0;
        }
        return null;
    }
}
