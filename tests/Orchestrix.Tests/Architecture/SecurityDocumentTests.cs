using System.Text.RegularExpressions;

namespace Orchestrix.Tests.Architecture;

/// <summary>The threat model says of each threat which tests are the attack.</summary>
public sealed partial class SecurityDocumentTests
{
    [Fact]
    public void Each_threat_names_tests_that_exist()
    {
        var tests = Repository.Code("tests").Select(static file => Path.GetFileNameWithoutExtension(file.Name))
            .ToHashSet(StringComparer.Ordinal);
        var threats = Threat().Matches(Repository.FileAt("SECURITY.md").Text)
            .Select(static row => (Text: row.Value.Trim(), Shown: Named().Matches(row.Groups["shown"].Value)))
            .ToArray();

        Assert.True(threats.Length > 10, $"{threats.Length} threats are few.");
        Rule.HoldsFor(
            threats.Where(threat => threat.Shown.Count == 0
                || threat.Shown.Any(name => !tests.Contains(name.Groups["name"].Value)))
                .Select(static threat => threat.Text),
            "Name the class of tests that tries it.");
    }

    [GeneratedRegex(@"^\| (a|an|the|any)\w* [^|]*\|[^|]*\|[^|]*\|(?<shown>[^|\n]*)\|?$", RegexOptions.Multiline)]
    private static partial Regex Threat();

    [GeneratedRegex("`(?<name>\\w+)`")]
    private static partial Regex Named();
}
