using System.Text;

namespace Bank.Cli.Import;

/// <summary>
/// The fields of one line of CSV as in RFC 4180, with one restriction: a quoted field ends on its line. Otherwise one
/// quotation mark left open would swallow the transactions after it.
/// </summary>
internal static class CsvFields
{
    private const char Separator = ',';
    private const char Quote = '"';

    /// <summary>Splits a line.</summary>
    /// <exception cref="ImportFileException">A quotation mark is not closed or stands inside of a field.</exception>
    public static List<string> Split(string text, long line)
    {
        var fields = new List<string>(TransactionColumns.Names.Count);
        if (!text.Contains(Quote, StringComparison.Ordinal))
        {
            fields.AddRange(text.Split(Separator));
            return fields;
        }
        for (var index = 0; index <= text.Length; index++)
            fields.Add(text.AsSpan(index) is [Quote, ..] ? Quoted(text, ref index) : Unquoted(text, ref index));
        return fields;

        // Both leave the index at the separator after the field, or at the end of the line.
        string Unquoted(string whole, ref int index)
        {
            var end = whole.IndexOf(Separator, index);
            var field = end < 0 ? whole[index..] : whole[index..end];
            index = end < 0 ? whole.Length : end;
            return field.Contains(Quote, StringComparison.Ordinal) ? throw Error("stands inside of a field") : field;
        }

        string Quoted(string whole, ref int index)
        {
            var field = new StringBuilder();
            for (index++; index < whole.Length; index++)
            {
                if (whole[index] == Quote && whole.AsSpan(index + 1) is not [Quote, ..])
                {
                    return ++index == whole.Length || whole[index] == Separator
                        ? field.ToString()
                        : throw Error("stands inside of a field");
                }
                field.Append(whole[index]);
                if (whole[index] == Quote)
                    index++;
            }
            throw Error("is not closed");
        }

        ImportFileException Error(string what)
        {
            var column = TransactionColumns.Names[Math.Min(fields.Count, TransactionColumns.Names.Count - 1)];
            return new ImportFileException(line, column, $"a quotation mark {what}; expected CSV as in RFC 4180.");
        }
    }
}
