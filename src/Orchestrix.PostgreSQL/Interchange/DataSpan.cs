using System.Text.Json;

namespace Orchestrix.PostgreSQL.Interchange;

/// <summary>
/// Finds the JSON of an event in its line, and refuses what PostgreSQL's jsonb cannot hold while the line is known.
/// </summary>
/// <param name="number">The number of the line.</param>
internal readonly struct DataSpan(long number)
{
    /// <summary>Deepest nesting that is read.</summary>
    public const int MaxDepth = 1000;

    /// <summary>Leaves the reader on the last token of the value that it stands on.</summary>
    /// <returns>Where the value stands in the line; taken as it is, a decimal keeps its digits.</returns>
    public Range Take(ref Utf8JsonReader reader)
    {
        var start = (int)reader.TokenStartIndex;
        var depth = reader.CurrentDepth;
        CheckText(ref reader);
        if (reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray)
        {
            while (reader.Read() && reader.CurrentDepth > depth)
                CheckText(ref reader);
        }
        return start..(int)reader.BytesConsumed;
    }

    private void CheckText(ref Utf8JsonReader reader)
    {
        if (!reader.ValueIsEscaped)
            return;
        try
        {
            if (reader.GetString()!.Contains('\0', StringComparison.Ordinal))
                throw new ImportException(number, "data holds the character U+0000, which PostgreSQL cannot store.");
        }
        catch (InvalidOperationException exception)
        {
            throw new ImportException(number, "data holds half a surrogate pair.", exception);
        }
    }
}
