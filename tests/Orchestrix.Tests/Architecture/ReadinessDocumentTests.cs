using System.Text.RegularExpressions;

namespace Orchestrix.Tests.Architecture;

/// <summary>The page on readiness says of each check what the code says.</summary>
public sealed partial class ReadinessDocumentTests
{
    private const string Page = "docs/operating/readiness.md";

    [Fact]
    public void Every_check_is_documented_as_it_is_declared()
    {
        var page = Words(Repository.FileAt(Page).Text);
        var checks = Declared();

        Assert.NotEmpty(checks);
        Rule.HoldsFor(
            from check in checks
            let section = $"### `{check.Id}` {check.Title}. Severity {check.Severity}, from {check.From} on. "
                + $"{check.Why} Mend: {check.Mend}"
            where !page.Contains(Words(section), StringComparison.Ordinal)
            select section,
            $"Write the section in {Page}.");
    }

    [Fact]
    public void No_check_is_documented_that_does_not_exist()
    {
        var declared = Declared().Select(static check => check.Id).ToHashSet(StringComparer.Ordinal);

        Rule.HoldsFor(
            Heading().Matches(Repository.FileAt(Page).Text).Select(match => match.Groups["id"].Value)
                .Where(id => !declared.Contains(id)),
            $"Remove the section from {Page}.");
    }

    [Fact]
    public void Every_check_is_broken_by_a_test_that_sees_it_fail()
    {
        var tests = Repository.Code("tests").ToArray();
        var broken = tests.SelectMany(static file => Breaks().Matches(file.Text))
            // A theory that breaks what its rows name.
            .Concat(tests.Where(static file => file.Text.Contains("Broken.Only(id,", StringComparison.Ordinal))
                .SelectMany(static file => Row().Matches(file.Text)))
            .Select(static match => match.Groups["id"].Value).ToHashSet(StringComparer.Ordinal);
        var declared = Declared().Select(static check => check.Id).ToArray();

        Rule.HoldsFor(
            declared.Where(id => !broken.Contains(id)),
            "Break what the check is about in a test, and say so by Broken.Only.");
        Rule.HoldsFor(
            broken.Except(declared), "No check has this id, or it is declared where this test does not look.");
    }

    [Fact]
    public void The_checklist_names_every_check_and_no_other()
    {
        var named = Named().Matches(Repository.FileAt("docs/operating/checklist.md").Text)
            .Select(static match => match.Groups["id"].Value).ToHashSet(StringComparer.Ordinal);
        var declared = Declared().Select(static check => check.Id).ToArray();

        Rule.HoldsFor(declared.Where(id => !named.Contains(id)), "Name the check in docs/operating/checklist.md.");
        Rule.HoldsFor(
            named.Except(declared).Where(id => declared.Any(one => one.Split('.')[0] == id.Split('.')[0])),
            "docs/operating/checklist.md names a check that does not exist.");
    }

    [Fact]
    public void Every_check_has_an_id_of_its_own() =>
        Rule.HoldsFor(
            Declared().GroupBy(static check => check.Id).Where(static same => same.Count() > 1)
                .Select(static same => same.Key),
            "Choose another id.");

    private static (string Id, string Title, string Severity, string From, string Why, string Mend)[] Declared() =>
    [
        .. Repository.Code("src").Where(file => file.Folder.EndsWith("/Readiness", StringComparison.Ordinal))
            .SelectMany(file => Declaration().Matches(file.Text))
            .Select(match => (
                match.Groups["id"].Value, match.Groups["title"].Value, Lower(match.Groups["severity"].Value),
                Lower(match.Groups["from"].Value), Joined(match.Groups["why"].Value),
                Joined(match.Groups["mend"].Value))),
    ];

    private static string Joined(string literals) =>
        string.Concat(Literal().Matches(literals).Select(match => match.Groups[1].Value));

    private static string Words(string text) => string.Join(' ', text.Split((char[])[' ', '\n'],
        StringSplitOptions.RemoveEmptyEntries));

#pragma warning disable CA1308 // Names in texts are in lower case.
    private static string Lower(string name) => name.ToLowerInvariant();
#pragma warning restore CA1308

    [GeneratedRegex(
        """new\(\s*"(?<id>[a-z]+\.[a-z-]+)",\s*"(?<title>[^"]*)",\s*(?<severity>\w+),\s*(?<from>\w+),\s*"""
        + """(?<why>(?:"[^"]*"\s*\+?\s*)+),\s*(?<mend>(?:"[^"]*"\s*\+?\s*)+)\)""")]
    private static partial Regex Declaration();

    [GeneratedRegex("\"([^\"]*)\"")]
    private static partial Regex Literal();

    [GeneratedRegex("""Broken\.Only\(\s*"(?<id>[^"]+)",""")]
    private static partial Regex Breaks();

    [GeneratedRegex("""InlineData\(\s*"(?<id>[a-z]+\.[a-z-]+)",""")]
    private static partial Regex Row();

    [GeneratedRegex("`(?<id>[a-z]+\\.[a-z-]+)`")]
    private static partial Regex Named();

    [GeneratedRegex(@"^### `(?<id>[a-z]+\.[a-z-]+)`", RegexOptions.Multiline)]
    private static partial Regex Heading();
}
