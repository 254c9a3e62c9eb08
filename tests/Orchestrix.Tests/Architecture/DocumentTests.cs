using System.Reflection;
using System.Text.RegularExpressions;
using Orchestrix.Errors;

namespace Orchestrix.Tests.Architecture;

/// <summary>What the documents say about the repository is true.</summary>
public sealed partial class DocumentTests
{
    [Fact]
    public void Every_relative_link_leads_to_a_file() =>
        Rule.HoldsFor(
            from file in Repository.Documents()
            from found in file.Where(line => BrokenLink(file, line))
            select found,
            "Mend the link, or add the page.");

    [Fact]
    public void Every_link_to_a_section_leads_to_a_heading()
    {
        var headings = Repository.Documents().ToDictionary(static file => file.Path, Headings, StringComparer.Ordinal);

        Rule.HoldsFor(
            from file in Repository.Documents()
            from found in file.Where(line => SectionLink().Matches(line)
                .Where(match => headings.TryGetValue(Target(file, match.Groups["target"].Value), out var known)
                    && !known.Contains(match.Groups["section"].Value))
                .Select(static match => match.Value).FirstOrDefault())
            select found,
            "Name a heading of that page, in lower case, with hyphens for blanks and without other signs.");
    }

    [Fact]
    public void Every_recipe_that_a_document_names_exists()
    {
        var recipes = Repository.FileAt("justfile").Lines
            .Select(line => Recipe().Match(line)).Where(match => match.Success)
            .Select(match => match.Groups["name"].Value).ToHashSet(StringComparer.Ordinal);

        Rule.HoldsFor(
            from file in Repository.Documents()
            from found in file.Where(line => NamedRecipe().Matches(line)
                .Select(match => match.Groups["name"].Value).FirstOrDefault(name => !recipes.Contains(name)))
            select found,
            "Add the recipe to the justfile, or correct the document.");
    }

    [Fact]
    public void The_changelog_has_a_section_for_what_is_not_released_yet()
    {
        var changelog = Repository.FileAt("CHANGELOG.md");

        Assert.True(changelog.Lines.Contains("## [Unreleased]", StringComparer.Ordinal),
            "Begin CHANGELOG.md with a section `## [Unreleased]`.");
    }

    [Fact]
    public void Every_error_code_is_explained()
    {
        const string page = "docs/concepts/errors.md";
        var text = Repository.FileAt(page).Text;

        Rule.HoldsFor(
            typeof(ErrorCodes).GetFields(BindingFlags.Public | BindingFlags.Static)
                .Select(field => (string?)field.GetRawConstantValue()).OfType<string>()
                .Where(code => !text.Contains($"`{code}`", StringComparison.Ordinal)),
            $"Add a row to the table in {page}: what the code means and what to do.");
    }

    [Fact]
    public void Every_decision_record_is_in_the_index() =>
        Rule.HoldsFor(
            Repository.Files
                .Where(file => file.Is(".md") && file.IsBelow("docs/adr"))
                .Where(file => !Repository.FileAt("docs/README.md").Text
                    .Contains($"(adr/{file.Name})", StringComparison.Ordinal))
                .Select(file => file.Path),
            "Add a line with a link to docs/README.md.");

    [Fact]
    public void Every_path_that_a_document_names_exists() =>
        Rule.HoldsFor(
            from code in Code()
            from match in RepositoryPath().Matches(code.Text)
            where !Repository.HasMatch(match.Value.TrimEnd('.'))
            select $"{code.Place}: {match.Value}",
            "Name the path as it is from the root of the repository.");

    [Fact]
    public void Every_unit_that_a_document_names_is_shipped()
    {
        var units = Directory.EnumerateFiles(
                Path.Combine(Repository.Root, "deploy"), "*.*", SearchOption.AllDirectories)
            .Select(static path => Path.GetFileName(path))
            .Where(static name => Unit().IsMatch(name)).ToHashSet(StringComparer.Ordinal);
        var named =
            from code in Code()
            from match in NamedUnit().Matches(code.Text)
            from name in match.Groups["name"].Value.Split(' ', StringSplitOptions.RemoveEmptyEntries)
            where name.StartsWith("orchestrix", StringComparison.Ordinal)
            select (code.Place, Name: Unit().IsMatch(name) ? name : name + ".service");

        Assert.True(named.Count() > 20, $"{named.Count()} units are few.");
        Rule.HoldsFor(
            named.Where(one => !units.Contains(Instance().Replace(one.Name, "@.")))
                .Select(static one => $"{one.Place}: {one.Name}"),
            "Name a unit of deploy/.");
    }

    [Fact]
    public void Every_message_that_a_document_names_by_its_id_exists()
    {
        var ids = Repository.Code("src", "silo", "client")
            .SelectMany(static file => MessageId().Matches(file.Text))
            .Select(static match => match.Groups["id"].Value).ToHashSet(StringComparer.Ordinal);

        Rule.HoldsFor(
            from file in Repository.Documents()
            from found in file.Where(line => NamedMessage().Matches(line)
                .Select(static match => match.Groups["id"].Value).FirstOrDefault(id => !ids.Contains(id)))
            select found,
            "Name the id of a [LoggerMessage].");
    }

    private static IEnumerable<DocumentedCode> Code() => Repository.Documents()
        .Where(static file => file.Name != "CHANGELOG.md")
        .SelectMany(static file => DocumentedCode.In(file.Path, file.Text));

    // As hosts of repositories make them: lower case, hyphens for blanks, no other signs.
    private static HashSet<string> Headings(SourceFile file) =>
    [
        .. file.Lines.Select(static line => Heading().Match(line)).Where(static match => match.Success)
#pragma warning disable CA1308 // Anchors are in lower case.
            .Select(static match => Signs().Replace(match.Groups["text"].Value.ToLowerInvariant(), "")
                .Replace(' ', '-')),
#pragma warning restore CA1308
    ];

    private static string Target(SourceFile file, string target) => target.Length == 0
        ? file.Path
        : Path.GetRelativePath(Repository.Root, Path.Combine(Repository.Root, file.Folder, target)).Replace('\\', '/');

    private static string? BrokenLink(SourceFile file, string line) =>
        Link().Matches(line).Select(match => match.Groups["target"].Value)
            .FirstOrDefault(target =>
                !Exists(Path.Combine(Repository.Root, file.Folder, Uri.UnescapeDataString(target))));

    private static bool Exists(string path) => File.Exists(path) || Directory.Exists(path);

    [GeneratedRegex(@"\]\((?!\w+:|#)(?<target>[^)#\s]+)[^)]*\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"\]\((?!\w+:)(?<target>[^)#\s]*)#(?<section>[^)\s]+)\)")]
    private static partial Regex SectionLink();

    [GeneratedRegex(@"^#{1,6} (?<text>.+)$")]
    private static partial Regex Heading();

    [GeneratedRegex(@"[^\w -]")]
    private static partial Regex Signs();

    [GeneratedRegex(@"(?<![\w./-])(src|tests|docs|deploy)/[\w./@*-]+")]
    private static partial Regex RepositoryPath();

    [GeneratedRegex(@"\.(service|timer)$")]
    private static partial Regex Unit();

    [GeneratedRegex(
        @"(systemctl [a-z-]+( --now)?|journalctl -u)(?<name>( [\w@.-]+)+)|(?<name>orchestrix[\w@-]*\.(service|timer))")]
    private static partial Regex NamedUnit();

    [GeneratedRegex(@"@[^.]+\.")]
    private static partial Regex Instance();

    [GeneratedRegex(@"LoggerMessage\((EventId = )?(?<id>\d+)")]
    private static partial Regex MessageId();

    [GeneratedRegex(@"(([Mm]essages?|events?) `?|""event_id"":)(?<id>\d{4})\b(?! ?(events|/))")]
    private static partial Regex NamedMessage();

    [GeneratedRegex(@"^@?(?<name>[a-z][\w-]*)(\s+[^:=]*)?:(?!=)")]
    private static partial Regex Recipe();

    [GeneratedRegex(@"(`|^\s*|rust-)just (?<name>[a-z][\w-]*)")]
    private static partial Regex NamedRecipe();
}
