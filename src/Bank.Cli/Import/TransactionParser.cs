using System.Globalization;
using Bank.Contracts;

namespace Bank.Cli.Import;

/// <summary>Makes a checked row of the fields of a line. Whatever the bank would refuse for its form is refused here,
/// with the line and the column.</summary>
internal static class TransactionParser
{
    /// <summary>
    /// Longest transaction id and account id, in characters; command and account ids are made from them.
    /// </summary>
    private const int MaxIdLength = 48;

    private const int MaxDecimals = 2;

    /// <summary>Checks that the first line is the header of a transaction file.</summary>
    /// <exception cref="ImportFileException">It is not.</exception>
    public static void CheckHeader(IReadOnlyList<string> fields)
    {
        var expected = TransactionColumns.Names;
        for (var index = 0; index < expected.Count; index++)
        {
            if (index >= fields.Count)
                throw HeaderError(expected[index], $"the column is missing");
            if (fields[index] != expected[index])
                throw HeaderError(expected[index], $"the name at place {index + 1} is another one");
        }
        if (fields.Count > expected.Count)
            throw HeaderError(null, $"there are {fields.Count} columns");
    }

    /// <summary>The row of a line.</summary>
    /// <exception cref="ImportFileException">A field is missing or not in its form.</exception>
    public static TransactionRow Parse(IReadOnlyList<string> fields, long line)
    {
        var count = TransactionColumns.Names.Count;
        if (fields.Count < count)
        {
            throw new ImportFileException(line, TransactionColumns.Names[fields.Count],
                $"the column is missing; expected {count} columns, found {fields.Count}.");
        }
        if (fields.Count > count)
            throw new ImportFileException(line, null, $"expected {count} columns, found {fields.Count}.");

        var row = new Fields(fields, line);
        return row.ToTransaction();
    }

    private static ImportFileException HeaderError(string? column, string found) => new(1, column,
        $"{found}; expected the header `{string.Join(',', TransactionColumns.Names)}`.");

    private readonly struct Fields(IReadOnlyList<string> fields, long line)
    {
        public TransactionRow ToTransaction()
        {
            var (kind, operation) = (Kind(), Text(TransactionColumns.Operation)
                ?? throw Error(TransactionColumns.Operation, "an operation, for example cash-deposit"));
            if (operation == TransactionRow.Interest && kind != TransactionKind.Credit)
                throw Error(TransactionColumns.Kind, "credit, because the operation is interest");
            return new TransactionRow(
                line, Id(TransactionColumns.TransactionId), Id(TransactionColumns.AccountId), Date(), kind, operation,
                Amount(), Balance(), Text(TransactionColumns.PartnerBank), Text(TransactionColumns.PartnerAccount));
        }

        private string Id(int column)
        {
            var id = fields[column];
            return id.Length <= MaxIdLength && AccountLimits.IsAccountId(id)
                ? id
                : throw Error(column, $"1 to {MaxIdLength} ASCII letters, digits, dots, hyphens and underscores");
        }

        private DateOnly Date() => DateOnly.TryParseExact(
            fields[TransactionColumns.Date], "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None,
            out var date)
                ? date
                : throw Error(TransactionColumns.Date, "a date of the form yyyy-MM-dd");

        private TransactionKind Kind() => fields[TransactionColumns.Kind] switch
        {
            "credit" => TransactionKind.Credit,
            "debit" => TransactionKind.Debit,
            _ => throw Error(TransactionColumns.Kind, "credit or debit"),
        };

        private decimal Amount() =>
            Number(TransactionColumns.Amount, NumberStyles.AllowDecimalPoint) is { } amount and > 0m
                ? amount
                : throw Error(TransactionColumns.Amount, $"a number above 0 of at most {Money.MaxAmount} with a point "
                    + $"and at most {MaxDecimals} decimals, for example 1500.00");

        private decimal Balance() =>
            Number(TransactionColumns.Balance, NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign)
            ?? throw Error(TransactionColumns.Balance, $"a number with a point and at most {MaxDecimals} decimals, for "
                + "example 1500.00 or -20.50");

        private decimal? Number(int column, NumberStyles style) =>
            // decimal.TryParse takes NULs behind a number for nothing; a damaged disk leaves them.
            !fields[column].Contains('\0', StringComparison.Ordinal)
            && decimal.TryParse(fields[column], style, CultureInfo.InvariantCulture, out var number)
            && decimal.Round(number, MaxDecimals) == number && Math.Abs(number) <= Money.MaxAmount
                ? number
                : null;

        private string? Text(int column)
        {
            var text = fields[column];
            if (text.Length == 0)
                return null;
            return text.Length <= AccountLimits.MaxDetailLength && !text.Any(char.IsControl) && text.Any(IsVisible)
                ? text
                : throw Error(column, $"at most {AccountLimits.MaxDetailLength} printable characters");
        }

        private static bool IsVisible(char character) => !char.IsWhiteSpace(character);

        private ImportFileException Error(int column, string expected) =>
            new(line, TransactionColumns.Names[column], $"expected {expected}.");
    }
}
