namespace Orchestrix.PostgreSQL.Interchange;

/// <summary>The file or the store is not fit for an import; nothing was written.</summary>
internal sealed class ImportException : Exception
{
    /// <summary>Something about the whole is wrong.</summary>
    public ImportException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }

    /// <summary>Something about a line is wrong; lines count from 1. The message quotes no content.</summary>
    public ImportException(long line, string message, Exception? innerException = null)
        : this($"Line {line}: {message}", innerException)
    {
    }
}
