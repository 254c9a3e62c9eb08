namespace Orchestrix.Tests.Architecture;

/// <summary>One text file of the repository.</summary>
/// <param name="Path">Relative to the root, with forward slashes.</param>
/// <param name="Lines">Its content.</param>
internal sealed record SourceFile(string Path, string[] Lines)
{
    private static readonly string[] _text =
    [
        ".cs", ".csproj", ".props", ".targets", ".sql", ".sh", ".md", ".json", ".yml", ".yaml", ".config", ".sln",
        ".txt",
    ];

    public string Text => string.Join('\n', Lines);

    public string Name => System.IO.Path.GetFileName(Path);

    public string Folder => Path.LastIndexOf('/') is var slash and > 0 ? Path[..slash] : "";

    public bool Is(string extension) => Path.EndsWith(extension, StringComparison.Ordinal);

    public bool IsBelow(string folder) => Path.StartsWith(folder + "/", StringComparison.Ordinal);

    /// <summary>What is found on a line, as <c>path:line: found</c>, for every line where <paramref name="find"/> finds
    /// something.</summary>
    public IEnumerable<string> Where(Func<string, string?> find) =>
        Lines.Select((line, index) => find(line) is { } found ? $"{Path}:{index + 1}: {found}" : null).OfType<string>();

    /// <summary>The lines without whole-line comments, so that prose about a thing is not taken for its use.</summary>
    public IEnumerable<string> WhereInCode(Func<string, string?> find) =>
        Where(line => line.TrimStart().StartsWith("//", StringComparison.Ordinal) ? null : find(line));

    public static bool IsText(string path) =>
        _text.Contains(System.IO.Path.GetExtension(path), StringComparer.Ordinal)
        || System.IO.Path.GetFileName(path) is "justfile" or "run" or ".editorconfig";
}
