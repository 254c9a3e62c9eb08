namespace Orchestrix.Cluster.Tests.Support;

/// <summary>Writes secrets into files that nobody else may read.</summary>
internal static class SecretText
{
    /// <param name="path">The file.</param>
    /// <param name="text">The secret.</param>
    /// <param name="more">What others may, for tests of files that they may read.</param>
    public static async Task WriteAsync(string path, string text, UnixFileMode more = UnixFileMode.None)
    {
        await File.WriteAllTextAsync(path, text, TestContext.Current.CancellationToken);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | more);
    }
}
