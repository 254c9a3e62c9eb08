using System.Security.Cryptography;

namespace Orchestrix.PostgreSQL.Interchange;

/// <summary>
/// Reads a file line by line with bounded memory, and hashes it. A last line without a line end cannot be told from one
/// that was cut, so it is refused.
/// </summary>
/// <param name="stream">The content, decompressed; not disposed by this reader.</param>
internal sealed class LineReader(Stream stream) : IDisposable
{
    /// <summary>Longest line: a file without line ends must not be read into memory.</summary>
    public const int MaxLineBytes = 64 * 1024 * 1024;

    private const int FirstBufferBytes = 128 * 1024;

    private readonly IncrementalHash _digest = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private byte[] _buffer = new byte[FirstBufferBytes];
    private int _start;
    private int _end;

    /// <summary>The number of the last line read, from 1.</summary>
    public long Line { get; private set; }

    /// <summary>Bytes read so far.</summary>
    public long Bytes { get; private set; }

    /// <summary>The SHA-256 of all bytes read so far, in lower-case hexadecimal.</summary>
    public string Sha256() => Convert.ToHexStringLower(_digest.GetCurrentHash());

    /// <summary>The next line without its end, valid until the next call; null after the last one.</summary>
    /// <exception cref="ImportException">The file is damaged or cut, or the line is too long.</exception>
    public async ValueTask<ReadOnlyMemory<byte>?> ReadAsync(CancellationToken cancellationToken)
    {
        var searched = 0;
        while (true)
        {
            var length = _buffer.AsSpan(_start + searched, _end - _start - searched).IndexOf((byte)'\n');
            if (length >= 0)
            {
                var line = _buffer.AsMemory(_start, searched + length);
                _start += line.Length + 1;
                Line++;
                return line;
            }
            searched = _end - _start;
            if (await FillAsync(cancellationToken).ConfigureAwait(false))
                continue;
            if (searched == 0)
                return null;
            throw new ImportException(Line + 1, "the file ends within this line; it was cut, or lacks a line end.");
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _digest.Dispose();

    private async ValueTask<bool> FillAsync(CancellationToken cancellationToken)
    {
        var kept = _end - _start;
        if (kept == _buffer.Length)
        {
            if (kept >= MaxLineBytes)
                throw new ImportException(Line + 1, $"it has more than {MaxLineBytes} bytes; expected one event.");
            Array.Resize(ref _buffer, Math.Min(2 * kept, MaxLineBytes));
        }
        else
        {
            _buffer.AsSpan(_start, kept).CopyTo(_buffer);
        }
        (_start, _end) = (0, kept);
        try
        {
            var read = await stream.ReadAsync(_buffer.AsMemory(_end), cancellationToken).ConfigureAwait(false);
            _digest.AppendData(_buffer, _end, read);
            (_end, Bytes) = (_end + read, Bytes + read);
            return read > 0;
        }
        catch (InvalidDataException exception)
        {
            throw new ImportException(
                Line + 1, "the compressed data is damaged or ends early; expected a whole gzip file.", exception);
        }
        catch (IOException exception)
        {
            throw new ImportException(Line + 1, $"the file cannot be read any further: {exception.Message}", exception);
        }
    }
}
