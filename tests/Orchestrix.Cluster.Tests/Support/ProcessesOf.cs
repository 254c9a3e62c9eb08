namespace Orchestrix.Cluster.Tests.Support;

/// <summary>Finds the processes that a program has started.</summary>
internal static class ProcessesOf
{
    /// <summary>
    /// Those that work in a folder or write their output to a file in it, as paths in <c>/proc</c>; none where there is
    /// no <c>/proc</c>.
    /// </summary>
    public static string[] Folder(string path) =>
        [.. (OperatingSystem.IsLinux() ? Directory.EnumerateDirectories("/proc") : [])
            .Where(static process => int.TryParse(Path.GetFileName(process), out _))
            .Where(process => Uses(process, path))];

    private static bool Uses(string process, string path)
    {
        try
        {
            return IsBelow($"{process}/cwd") || IsBelow($"{process}/fd/1");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return false;
        }

        bool IsBelow(string link) => File.ResolveLinkTarget(link, returnFinalTarget: false)?.FullName
            .StartsWith(path, StringComparison.Ordinal) == true;
    }
}
