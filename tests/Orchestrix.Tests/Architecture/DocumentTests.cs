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

    private static string? BrokenLink(SourceFile file, string line) =>
        Link().Matches(line).Select(match => match.Groups["target"].Value)
            .FirstOrDefault(target =>
                !Exists(Path.Combine(Repository.Root, file.Folder, Uri.UnescapeDataString(target))));

    private static bool Exists(string path) => File.Exists(path) || Directory.Exists(path);

    [GeneratedRegex(@"\]\((?!\w+:|#)(?<target>[^)#\s]+)[^)]*\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"^@?(?<name>[a-z][\w-]*)(\s+[^:=]*)?:(?!=)")]
    private static partial Regex Recipe();

    [GeneratedRegex(@"(`|^\s*|rust-)just (?<name>[a-z][\w-]*)")]
    private static partial Regex NamedRecipe();
}
