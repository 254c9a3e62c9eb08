using System.Globalization;
using System.Text;

namespace Orchestrix.Observability.Logging;

/// <summary>
/// Writes a message from its template, with arguments that were redacted: the text that the logger itself makes holds
/// them as they were.
/// </summary>
internal static class MessageText
{
    /// <param name="template">Such as <c>{Count} events of {Stream}</c>; alignment and format are kept.</param>
    /// <param name="arguments">By name; one that is missing leaves its hole.</param>
    public static string Of(string template, IReadOnlyDictionary<string, object?> arguments)
    {
        var text = new StringBuilder(template.Length + 32);
        for (var at = 0; at < template.Length; at++)
        {
            var character = template[at];
            if (character == '{' && template.IndexOf('}', at) is > 0 and var end && template[at + 1] != '{')
            {
                Append(text, template[(at + 1)..end], arguments);
                at = end;
                continue;
            }
            // Two braces stand for one.
            if (character is '{' or '}' && at + 1 < template.Length && template[at + 1] == character)
                at++;
            text.Append(character);
        }
        return text.ToString();
    }

    private static void Append(StringBuilder text, string hole, IReadOnlyDictionary<string, object?> arguments)
    {
        var end = hole.IndexOfAny([',', ':']);
        var name = (end < 0 ? hole : hole[..end]).TrimStart('@', '$');
        if (!arguments.TryGetValue(name, out var value))
            text.Append('{').Append(hole).Append('}');
        else if (value is null)
            text.Append("(null)");
        else if (end >= 0 && value is not string)
            text.AppendFormat(CultureInfo.InvariantCulture, $"{{0{hole[end..]}}}", value);
        else if (value is string or IFormattable)
            text.Append(CultureInfo.InvariantCulture, $"{value}");
        else if (value is System.Collections.IEnumerable many)
            text.AppendJoin(", ", many.Cast<object?>());
        else
            text.Append(value);
    }
}
