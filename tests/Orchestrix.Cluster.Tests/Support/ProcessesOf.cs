using System.Globalization;

namespace Orchestrix.Cluster.Tests.Support;

/// <summary>Finds the processes that a program has started; none where there is no <c>/proc</c>.</summary>
internal static class ProcessesOf
{
    /// <summary>
    /// Those that work in a folder or write their output to a file in it, as paths in <c>/proc</c>.
    /// </summary>
    public static string[] Folder(string path) =>
        [.. All().Where(process => Uses(process, path))];

    /// <summary>The children of a process, and where they work.</summary>
    public static (int Id, string Directory)[] Parent(int id) =>
    [
        .. All().Where(process => IsChild(process, id)).Select(static process => (
            int.Parse(Path.GetFileName(process), CultureInfo.InvariantCulture),
            File.ResolveLinkTarget($"{process}/cwd", returnFinalTarget: false)!.FullName)),
    ];

    private static IEnumerable<string> All() =>
        (OperatingSystem.IsLinux() ? Directory.EnumerateDirectories("/proc") : [])
            .Where(static process => int.TryParse(Path.GetFileName(process), out _));

    private static bool IsChild(string process, int parent)
    {
        try
        {
            return File.ReadLines($"{process}/status").Contains($"PPid:\t{parent}");
        }
        catch (IOException)
        {
            return false;
        }
    }

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
