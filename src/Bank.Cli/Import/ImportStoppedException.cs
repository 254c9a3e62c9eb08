namespace Bank.Cli.Import;

/// <summary>A command could not be handled for a reason that lies outside of the file. Nothing is lost: a repeated run
/// sends the same commands under the same ids.</summary>
internal sealed class ImportStoppedException(long line, int attempts, Exception inner) : Exception(
    $"Line {line}: the command was not handled in {attempts} attempts: {inner.GetType().Name}: {inner.Message} "
    + "Run the same command again to resume; a transaction is taken once.", inner)
{
    /// <summary>The line of the file, from 1.</summary>
    public long Line { get; } = line;
}
