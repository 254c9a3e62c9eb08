using System.Text.RegularExpressions;

namespace Orchestrix.Tests.Architecture;

/// <summary>The house rules for projects and SQL files.</summary>
public sealed partial class ProjectTidyTests
{
    /// <summary>Folders whose projects are built apart, because their dependencies are not ours.</summary>
    private static readonly string[] _apart = ["tests/Benchmarks/Peers"];

    [Fact]
    public void Every_project_is_in_the_solution()
    {
        var solution = Repository.FileAt("Orleans.sln").Text.Replace('\\', '/');

        Rule.HoldsFor(
            Repository.Projects.Select(project => project.File)
                .Where(file => !_apart.Any(file.IsBelow))
                .Where(file => !solution.Contains($"\"{file.Path}\"", StringComparison.Ordinal))
                .Select(file => file.Path),
            "Add it: dotnet sln Orleans.sln add <project>.");
    }

    [Fact]
    public void Every_project_has_a_lock_file_without_paths_of_a_machine() =>
        Rule.HoldsFor(
            Repository.Projects.Select(project => project.File.Folder + "/packages.lock.json")
                .Where(path => !File.Exists(Path.Combine(Repository.Root, path))
                    || AbsolutePath().IsMatch(File.ReadAllText(Path.Combine(Repository.Root, path)))),
            "Run dotnet restore and commit packages.lock.json.");

    [Fact]
    public void Every_package_declares_its_public_API() =>
        Rule.HoldsFor(
            from project in Repository.Projects
            where project.File.IsBelow("src") && project.IsPackable
            from needed in new[] { "PublicAPI.Shipped.txt", "PublicAPI.Unshipped.txt" }
            where !Repository.Files.Any(file => file.Path == $"{project.File.Folder}/{needed}")
                || !project.Includes("PackageReference").Contains("Microsoft.CodeAnalysis.PublicApiAnalyzers")
            select $"{project.Name}: {needed}",
            "Add both files, each with the line `#nullable enable`, and Microsoft.CodeAnalysis.PublicApiAnalyzers.");

    [Fact]
    public void No_project_chooses_a_package_version_of_its_own() =>
        Rule.HoldsFor(
            from project in Repository.Projects
            from package in project.Xml.Descendants("PackageReference")
            where package.Attribute("Version") is not null || package.Attribute("VersionOverride") is not null
            select $"{project.File.Path}: {package.Attribute("Include")?.Value}",
            "Move the version to Directory.Packages.props.");

    [Fact]
    public void Every_SQL_file_is_embedded_in_an_assembly() =>
        Rule.HoldsFor(
            from file in Repository.Files
            where file.Is(".sql") && !file.IsBelow("deploy") && !file.IsBelow("docs")
            where !Repository.Projects.Any(project => Embeds(project, file))
            select file.Path,
            "Add <EmbeddedResource Include=\"**/*.sql\" /> to the project: the file is delivered with the code.");

    [Fact]
    public void SQL_keywords_are_in_lower_case() =>
        Rule.HoldsFor(
            from file in Repository.Files
            where file.Is(".sql")
            from found in file.Where(line => UpperCaseKeyword().Match(WithoutLiterals(line)) is { Success: true } match
                ? match.Value : null)
            select found,
            "Write the keyword in lower case.");

    private static bool Embeds(Project project, SourceFile file) =>
        file.IsBelow(project.File.Folder)
        && project.Includes("EmbeddedResource")
            .Any(glob => Matches(glob, file.Path[(project.File.Folder.Length + 1)..]));

    private static bool Matches(string glob, string path)
    {
        var pattern = Regex.Escape(glob.Replace('\\', '/'))
            .Replace(@"\*\*/", "(.*/)?", StringComparison.Ordinal)
            .Replace(@"\*\*", ".*", StringComparison.Ordinal)
            .Replace(@"\*", "[^/]*", StringComparison.Ordinal);
        return Regex.IsMatch(path, $"^{pattern}$", RegexOptions.CultureInvariant);
    }

    private static string WithoutLiterals(string line) => Literal().Replace(line, "");

    [GeneratedRegex(@"""(?!contentHash)\w+"":\s*""(/|[A-Za-z]:\\)")]
    private static partial Regex AbsolutePath();

    [GeneratedRegex(@"'[^']*'|""[^""]*""|--.*$")]
    private static partial Regex Literal();

    [GeneratedRegex(
        @"\b(SELECT|INSERT|INTO|UPDATE|DELETE|FROM|WHERE|AND|OR|NOT|NULL|IS|IN|AS|ON|JOIN|LEFT|INNER|LATERAL"
        + "|ORDER|GROUP|BY|HAVING|LIMIT|OFFSET|UNION|ALL|DISTINCT|VALUES|SET|RETURNING|WITH|CASE|WHEN|THEN|ELSE"
        + "|END|BEGIN|DECLARE|IF|LOOP|RETURN|RETURNS|RAISE|EXCEPTION|CREATE|ALTER|DROP|TABLE|INDEX|VIEW|FUNCTION"
        + "|TRIGGER|SCHEMA|ROLE|GRANT|REVOKE|TO|PRIMARY|KEY|UNIQUE|REFERENCES|CONSTRAINT|CHECK|DEFAULT|EXISTS"
        + "|REPLACE|LANGUAGE|FOR|USING|CONFLICT|DO|NOTHING|LOCK|EXECUTE|PERFORM|TRUE|FALSE|BIGINT|INTEGER"
        + @"|SMALLINT|TEXT|UUID|JSONB|BYTEA|BOOLEAN|TIMESTAMPTZ|NUMERIC)\b")]
    private static partial Regex UpperCaseKeyword();
}
