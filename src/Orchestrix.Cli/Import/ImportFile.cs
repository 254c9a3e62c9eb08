using System.IO.Compression;
using Orchestrix.PostgreSQL.Interchange;

namespace Orchestrix.Cli.Import;

/// <summary>A file to import, plain or compressed with gzip; which of them is told by its content.</summary>
internal static class ImportFile
{
    private const int BufferSize = 128 * 1024;

    /// <summary>
    /// Without this runtime switch .NET takes a truncated gzip file for one that ends there. It is read once, so it
    /// belongs into the project file of the program.
    /// </summary>
    private const string StrictSwitch = "System.IO.Compression.UseStrictValidation";

    /// <summary>Opens the content, decompressed. Disposing closes the file.</summary>
    /// <exception cref="ImportException">There is no such file, or it cannot be read.</exception>
    public static Stream Open(string path)
    {
        if (Directory.Exists(path))
            throw new ImportException($"{path} is a directory; expected a file that `orchestrix export` wrote.");
        if (!File.Exists(path))
            throw new ImportException($"There is no file {path}.");
        try
        {
            return Decompressed(path, new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, BufferSize));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new ImportException($"{path} cannot be read: {exception.Message}", exception);
        }
    }

    private static Stream Decompressed(string path, FileStream file)
    {
        // The end of a pipe says nothing about whether all was written, and half a log must not be taken for one.
        if (!file.CanSeek)
        {
            file.Dispose();
            throw new ImportException($"{path} is a pipe; expected a whole file.");
        }
        Span<byte> start = stackalloc byte[2];
        var isCompressed = file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false) == start.Length
            && start is [0x1f, 0x8b];
        file.Position = 0;
        if (!isCompressed)
            return file;
        return AppContext.TryGetSwitch(StrictSwitch, out var isStrict) && isStrict
            ? new GZipStream(file, CompressionMode.Decompress)
            : throw new InvalidOperationException($"The switch {StrictSwitch} must be on; see the project file.");
    }
}
