using System.Xml.Linq;

namespace Orchestrix.Tests.Architecture;

/// <summary>The working tree that these tests were built from.</summary>
internal static class Repository
{
    private static readonly string[] _notOurs =
        ["bin", "obj", ".git", ".data", ".vs", ".idea", "artifacts", "node_modules"];

    /// <summary>Absolute path of the folder that holds Orleans.sln.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>Every text file of the repository that is neither built nor generated.</summary>
    public static IReadOnlyList<SourceFile> Files { get; } =
        [.. Walk(Root).Select(path => new SourceFile(Relative(path), File.ReadAllLines(path)))];

    /// <summary>Every project of the repository.</summary>
    public static IReadOnlyList<Project> Projects { get; } =
        [.. Files.Where(file => file.Is(".csproj")).Select(file => new Project(file, XDocument.Parse(file.Text)))];

    /// <summary>All C# files below one of <paramref name="folders"/>; of the whole repository if none is
    /// given.</summary>
    public static IEnumerable<SourceFile> Code(params string[] folders) =>
        Files.Where(file => file.Is(".cs") && (folders.Length == 0 || folders.Any(file.IsBelow)));

    /// <summary>The file at <paramref name="path"/>, relative to the root; its absence breaks a rule.</summary>
    public static SourceFile FileAt(string path) => Files.FirstOrDefault(file => file.Path == path)
        ?? throw new FileNotFoundException($"The repository has no {path}; add it.");

    /// <summary>Whether a file or folder of the repository has this path, in which <c>*</c> is any text.</summary>
    public static bool HasMatch(string path)
    {
        if (!path.Contains('*', StringComparison.Ordinal))
            return Path.Exists(Path.Combine(Root, path));
        var folder = new DirectoryInfo(Path.Combine(Root, Path.GetDirectoryName(path)!));
        return folder.Exists && folder.EnumerateFileSystemInfos(Path.GetFileName(path)).Any();
    }

    /// <summary>Every page in Markdown.</summary>
    public static IEnumerable<SourceFile> Documents() => Files.Where(file => file.Is(".md"));

    private static string Relative(string path) => Path.GetRelativePath(Root, path).Replace('\\', '/');

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Orleans.sln")))
                return folder.FullName;
        }
        throw new InvalidOperationException($"No folder above {AppContext.BaseDirectory} holds Orleans.sln.");
    }

    private static IEnumerable<string> Walk(string folder)
    {
        foreach (var file in Directory.EnumerateFiles(folder).Order(StringComparer.Ordinal))
        {
            if (SourceFile.IsText(file))
                yield return file;
        }
        foreach (var child in Directory.EnumerateDirectories(folder).Order(StringComparer.Ordinal))
        {
            if (_notOurs.Contains(Path.GetFileName(child), StringComparer.Ordinal))
                continue;
            foreach (var file in Walk(child))
                yield return file;
        }
    }
}
