namespace Bank.Cli.Drill;

/// <summary>
/// A folder for the servers of a drill, which the user of the servers may enter. Disposing deletes it: a drill keeps
/// its result and nothing else.
/// </summary>
internal sealed class DrillFolder : IDisposable
{
    /// <summary>Makes a new one.</summary>
    public DrillFolder() => Directory.CreateDirectory(Path);

    /// <summary>Where it is.</summary>
    public string Path { get; } = System.IO.Path.Combine(
        System.IO.Path.GetTempPath(), $"orchestrix-drill-{Guid.NewGuid():n}");

    /// <summary>The path of a folder in it.</summary>
    public string this[string name] => System.IO.Path.Combine(Path, name);

    /// <inheritdoc/>
    public void Dispose() => Directory.Delete(Path, recursive: true);
}
