using System.IO.Compression;
using Orchestrix.Cli.Output;
using Orchestrix.Errors;

namespace Orchestrix.Cli.Export;

/// <summary>
/// Where an export goes: standard output, or a file that appears under its name only when it is whole. Until then it
/// is a temporary file beside it, which disposing removes.
/// </summary>
internal sealed class ExportOutput : IAsyncDisposable
{
    /// <summary>Means standard output.</summary>
    public const string Dash = "-";

    private const int BufferSize = 128 * 1024;

    private readonly string? _path;
    private readonly string? _temporary;
    private readonly bool _overwrite;
    private readonly FileStream? _file;
    private bool _isClosed;

    private ExportOutput(Stream stream) => Stream = stream;

    private ExportOutput(string path, string temporary, bool overwrite)
    {
        (_path, _temporary, _overwrite) = (path, temporary, overwrite);
        // The log is about people and money: nobody but the owner of the file reads it.
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            Share = FileShare.None,
            BufferSize = BufferSize,
        };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        _file = new FileStream(temporary, options);
        Stream = path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase)
            ? new GZipStream(_file, CompressionLevel.Fastest, leaveOpen: true)
            : _file;
    }

    /// <summary>Receives the events.</summary>
    public Stream Stream { get; }

    /// <summary>True if the events go to standard output.</summary>
    public bool IsStandardOutput => _path is null;

    /// <summary>Opens standard output or a temporary file.</summary>
    /// <param name="path">A file, or <see cref="Dash"/>.</param>
    /// <param name="overwrite">Whether an existing file is replaced.</param>
    /// <exception cref="ConfigurationException">The file exists or cannot be written.</exception>
    public static ExportOutput Open(string path, bool overwrite)
    {
        if (path == Dash)
            return new ExportOutput(new BufferedStream(StandardOutput.Open(), BufferSize));
        try
        {
            var link = File.Exists(path) ? File.ResolveLinkTarget(path, returnFinalTarget: true) : null;
            var full = link?.FullName ?? Path.GetFullPath(path);
            if (Directory.Exists(full))
                throw new ConfigurationException($"{path} is a directory; name a file.");
            if (full.StartsWith("/dev/", StringComparison.Ordinal))
                throw new ConfigurationException($"{path} is no file; write to standard output with --output -.");
            if (File.Exists(full) && !overwrite)
                throw new ConfigurationException($"{path} exists; --force replaces it.");
            var temporary = Path.Combine(
                Path.GetDirectoryName(full)!, $".{Path.GetFileName(full)}.{Path.GetRandomFileName()}");
            return new ExportOutput(full, temporary, overwrite);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw Unwritable(path, exception);
        }
    }

    /// <summary>Says that the export is whole: flushes, and gives a file its name.</summary>
    /// <exception cref="ConfigurationException">The file cannot be written, or exists by now.</exception>
    public async Task CompleteAsync()
    {
        try
        {
            if (Stream != _file)
                await Stream.DisposeAsync();
            _isClosed = true;
            if (_file is null)
                return;
            _file.Flush(flushToDisk: true);
            await _file.DisposeAsync();
            File.Move(_temporary!, _path!, _overwrite);
        }
        catch (Exception exception) when (
            exception is IOException or UnauthorizedAccessException && !StandardOutput.IsClosedByReader(exception))
        {
            throw Unwritable(_path ?? "Standard output", exception);
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_file is null || _temporary is null)
            return;
        if (!_isClosed)
        {
            // The compressed end of what is not whole matters to nobody; the disk may be full.
            try
            {
                await Stream.DisposeAsync();
                await _file.DisposeAsync();
            }
            catch (IOException)
            {
            }
        }
        File.Delete(_temporary);
    }

    /// <summary>What a failed write is told as.</summary>
    public static ConfigurationException Unwritable(string path, Exception exception) =>
        new($"{path} cannot be written: {exception.Message}", exception);
}
