namespace Orchestrix.PostgreSQL.Tests;

/// <summary>A path under the temporary folder that is deleted at the end of a test.</summary>
internal sealed class TemporaryDirectory : IDisposable
{
    public string Path { get; } = NewPath();

    public static string NewPath() =>
        System.IO.Path.Combine(System.IO.Path.GetTempPath(), $"orchestrix-test-{Guid.NewGuid():n}");

    public void Dispose()
    {
        if (Directory.Exists(Path))
            Directory.Delete(Path, recursive: true);
    }
}
