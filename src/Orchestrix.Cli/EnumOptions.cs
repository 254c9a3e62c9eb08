using System.CommandLine;

namespace Orchestrix.Cli;

/// <summary>Options whose value is one of a few names.</summary>
internal static class EnumOptions
{
    /// <summary>
    /// Takes these names in any case, and nothing else: an enum is otherwise parsed from any number, and from several
    /// names at once.
    /// </summary>
    public static void AcceptNames<T>(this Option<T> option, params T[] values) where T : struct, Enum =>
        Accept(option, values);

    /// <inheritdoc cref="AcceptNames{T}(Option{T}, T[])"/>
    public static void AcceptNames<T>(this Option<T?> option, params T[] values) where T : struct, Enum =>
        Accept(option, values);

    private static void Accept<T>(Option option, T[] values) where T : struct, Enum
    {
        string[] names = [.. values.Select(static value => value.ToString())];
        option.Validators.Add(result =>
        {
            foreach (var token in result.Tokens)
            {
                if (!names.Contains(token.Value, StringComparer.OrdinalIgnoreCase))
                    result.AddError($"{option.Name} is {string.Join(" or ", names)}, not '{token.Value}'.");
            }
        });
    }
}
