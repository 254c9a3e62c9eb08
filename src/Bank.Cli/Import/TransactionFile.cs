using System.IO.Compression;
using System.Runtime.CompilerServices;

namespace Bank.Cli.Import;

/// <summary>
/// A file of transactions, plain or compressed with gzip, read once from its beginning with bounded memory. One reader;
/// <see cref="Progress"/> may be read meanwhile.
/// </summary>
internal sealed class TransactionFile : IDisposable
{
    private const int BufferSize = 64 * 1024;

    /// <summary>
    /// Without this runtime switch .NET takes a truncated gzip file for one that ends there: a cut between two lines
    /// would lose transactions without a word. It is read once, so it belongs into the project file of the program.
    /// </summary>
    private const string StrictSwitch = "System.IO.Compression.UseStrictValidation";

    private static readonly byte[] GzipMagic = [0x1f, 0x8b];

    private readonly FileStream _file;
    private readonly long _length;
    private long _read;

    private TransactionFile(FileStream file) => (_file, _length) = (file, file.Length);

    /// <summary>The part of the file that was read, from 0 to 1.</summary>
    public double Progress => Math.Min(1, Interlocked.Read(ref _read) / (double)_length);

    /// <summary>Opens a file.</summary>
    /// <exception cref="ImportFileException">There is none, it is empty, or it may not be read.</exception>
    public static TransactionFile Open(string path)
    {
        if (Directory.Exists(path))
        {
            throw new ImportFileException(
                $"{path} is a directory; expected a CSV file, plain or compressed with gzip.");
        }
        if (!File.Exists(path))
            throw new ImportFileException($"There is no file {path}.");
        try
        {
            var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, BufferSize, useAsync: true);
            if (!file.CanSeek)
            {
                file.Dispose();
                throw new ImportFileException($"{path} is a pipe; expected a file, so that an import can be repeated.");
            }
            if (file.Length > 0)
                return new TransactionFile(file);
            file.Dispose();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new ImportFileException($"{path} cannot be read: {exception.Message}", exception);
        }
        throw new ImportFileException($"{path} is empty; expected a header and transactions.");
    }

    /// <summary>The rows in the order of the file. The file's kind is told by its content, not by its name.</summary>
    /// <exception cref="ImportFileException">
    /// A line is malformed or the file is truncated; the rows before it have been returned.
    /// </exception>
    public async IAsyncEnumerable<TransactionRow> ReadAsync(
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var content = await DecompressAsync(cancellationToken);
        var lines = new LineReader(content);
        var header = await lines.ReadAsync(cancellationToken)
            ?? throw new ImportFileException("The file holds no line; expected a header and transactions.");
        TransactionParser.CheckHeader(Fields(header, lines));
        while (await lines.ReadAsync(cancellationToken) is { } line)
        {
            Interlocked.Exchange(ref _read, _file.Position);
            yield return TransactionParser.Parse(Fields(line, lines), lines.Line);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    /// <summary>
    /// A last line without its line end cannot be told from one that was cut: "150" may have been "1500.00", and a
    /// transaction taken with a part of its content could never be taken with the whole.
    /// </summary>
    private static List<string> Fields(string text, LineReader lines)
    {
        var fields = CsvFields.Split(text, lines.Line);
        if (lines.IsComplete)
            return fields;
        var column = TransactionColumns.Names[Math.Min(fields.Count, TransactionColumns.Names.Count) - 1];
        throw new ImportFileException(lines.Line, column,
            "the file ends within this line; expected a line end. If the file is whole, add one.");
    }

    private async Task<Stream> DecompressAsync(CancellationToken cancellationToken)
    {
        var start = new byte[GzipMagic.Length];
        var length = await _file.ReadAtLeastAsync(start, start.Length, throwOnEndOfStream: false, cancellationToken);
        _file.Position = 0;
        if (!start.AsSpan(0, length).SequenceEqual(GzipMagic))
            return _file;
        return AppContext.TryGetSwitch(StrictSwitch, out var isStrict) && isStrict
            ? new GZipStream(_file, CompressionMode.Decompress, leaveOpen: true)
            : throw new InvalidOperationException($"The switch {StrictSwitch} must be on; see Bank.Cli.csproj.");
    }
}
