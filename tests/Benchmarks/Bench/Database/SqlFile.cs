namespace Orchestrix.Benchmarks.Database;

/// <summary>The SQL files of this program.</summary>
internal static class SqlFile
{
    /// <param name="name">Folder and file, for example <c>Database/wal_position</c>.</param>
    public static string Read(string name)
    {
        var resource = $"Orchestrix.Benchmarks.{name.Replace("/", ".Sql.", StringComparison.Ordinal)}.sql";
        using var stream = typeof(SqlFile).Assembly.GetManifestResourceStream(resource)
            ?? throw new InvalidOperationException($"{resource} is not embedded.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
