namespace Bank.Cli.Import;

/// <summary>A file cannot be read as transactions. The message says where, and what was expected there.</summary>
/// <remarks>
/// No message repeats an amount, a balance or an account of a partner: messages reach terminals and logs.
/// </remarks>
internal sealed class ImportFileException : Exception
{
    /// <summary>The file as a whole is the problem.</summary>
    public ImportFileException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }

    /// <summary>A line of the file is the problem.</summary>
    public ImportFileException(long line, string? column, string message, Exception? inner = null)
        : base(column is null ? $"Line {line}: {message}" : $"Line {line}, column {column}: {message}", inner) =>
        (Line, Column) = (line, column);

    /// <summary>The line, from 1; 0 if the file as a whole is the problem.</summary>
    public long Line { get; }

    /// <summary>The name of the column; null if the whole line is the problem.</summary>
    public string? Column { get; }
}
