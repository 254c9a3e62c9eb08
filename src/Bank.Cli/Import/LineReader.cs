using System.Text;

namespace Bank.Cli.Import;

/// <summary>
/// Reads a file line by line with bounded memory and tells what line readers usually hide: the number of the line and
/// whether it has an end. Turns what may be wrong with the file as a whole into errors with a line number.
/// </summary>
/// <param name="stream">The content, decompressed; not disposed by this reader.</param>
internal sealed class LineReader(Stream stream)
{
    /// <summary>Longest line in bytes: a file without line ends must not be read into memory.</summary>
    public const int MaxLineBytes = 16 * 1024;

    private static readonly UTF8Encoding Strict =
        new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly byte[] _buffer = new byte[64 * 1024];
    private int _start;
    private int _end;

    /// <summary>The number of the last line read, from 1.</summary>
    public long Line { get; private set; }

    /// <summary>Whether the last line read ended with a line end, and not with the file.</summary>
    public bool IsComplete { get; private set; }

    /// <summary>The next line without its end; null after the last one.</summary>
    /// <exception cref="ImportFileException">The file is damaged, not text, or has a line that is too long.</exception>
    public async ValueTask<string?> ReadAsync(CancellationToken cancellationToken)
    {
        var searched = 0;
        while (true)
        {
            var length = _buffer.AsSpan(_start + searched, _end - _start - searched).IndexOf((byte)'\n');
            if (length >= 0)
                return Take(searched + length, ends: true);
            searched = _end - _start;
            if (searched > MaxLineBytes)
                throw Error($"the line has more than {MaxLineBytes} bytes; expected lines of transactions.");
            if (await FillAsync(cancellationToken))
                continue;
            return searched == 0 ? null : Take(searched, ends: false);
        }
    }

    private string Take(int length, bool ends)
    {
        var bytes = _buffer.AsSpan(_start, length);
        _start += ends ? length + 1 : length;
        if (Line == 0 && bytes.StartsWith(Encoding.UTF8.Preamble))
            bytes = bytes[Encoding.UTF8.Preamble.Length..];
        if (bytes is [.., (byte)'\r'])
            bytes = bytes[..^1];
        try
        {
            var line = Strict.GetString(bytes);
            Line++;
            IsComplete = ends;
            return line;
        }
        catch (DecoderFallbackException exception)
        {
            throw Error("expected text in UTF-8.", exception);
        }
    }

    private async ValueTask<bool> FillAsync(CancellationToken cancellationToken)
    {
        _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
        (_start, _end) = (0, _end - _start);
        try
        {
            var read = await stream.ReadAsync(_buffer.AsMemory(_end), cancellationToken);
            _end += read;
            return read > 0;
        }
        catch (InvalidDataException exception)
        {
            throw Error("the compressed data ends early or is damaged here; expected a whole gzip file.", exception);
        }
        catch (IOException exception)
        {
            throw Error($"the file cannot be read any further: {exception.Message}", exception);
        }
    }

    private ImportFileException Error(string message, Exception? inner = null) => new(Line + 1, null, message, inner);
}
