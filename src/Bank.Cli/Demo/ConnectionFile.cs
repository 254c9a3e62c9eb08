namespace Bank.Cli.Demo;

/// <summary>
/// The connection string of a running bank in a file of the user's alone, for <c>orchestrix --connection-file</c>:
/// arguments and screens are no place for a password. Disposing deletes it.
/// </summary>
internal sealed class ConnectionFile : IDisposable
{
    private ConnectionFile(string path) => Path = path;

    /// <summary>Where it is.</summary>
    public string Path { get; }

    /// <summary>Writes the file, in the place of one that a bank which was killed has left.</summary>
    public static ConnectionFile Write(string path, string connectionString)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        // A server of the user's own leaves the data directory unmade.
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        // Not overwritten: the old file may have the rights that somebody gave it.
        File.Delete(path);
        using var writer = new StreamWriter(path, options);
        writer.WriteLine(connectionString);
        return new ConnectionFile(path);
    }

    /// <inheritdoc/>
    public void Dispose() => File.Delete(Path);
}
