using System.Text.RegularExpressions;

namespace Orchestrix.Tests.Architecture;

/// <summary>The house rules for code that a program can check.</summary>
public sealed partial class CodeTidyTests
{
    private const int MaxLines = 300;
    private const int MaxLineLength = 120;

    [Fact]
    public void A_file_of_more_than_300_lines_says_why_at_its_top() =>
        Rule.HoldsFor(
            from file in CodeAndSql().Concat(Repository.Files.Where(file => file.Is(".sh")))
            where file.Lines.Length > MaxLines && !file.Lines.Take(5).Any(line => LengthReason().IsMatch(line))
            select $"{file.Path} has {file.Lines.Length} lines",
            "Split the file, or begin it with a comment `Long: ` and the reason.");

    [Fact]
    public void No_line_of_code_is_longer_than_120_characters() =>
        Rule.HoldsFor(
            CodeAndSql().SelectMany(file => file.Where(line =>
                line.Length > MaxLineLength ? $"{line.Length} characters" : null)),
            "Break the line.");

    [Fact]
    public void A_file_declares_at_most_one_public_type() =>
        Rule.HoldsFor(
            from file in Repository.Code()
                // A snippet is shown as one piece, so its types stand together.
            where !file.Path.Contains("/Snippets/", StringComparison.Ordinal)
            let types = file.Lines.Select(line => PublicType().Match(line)).Where(match => match.Success)
                .Select(match => match.Groups["name"].Value).Distinct(StringComparer.Ordinal).ToArray()
            where types.Length > 1
            select $"{file.Path} declares {string.Join(", ", types)}",
            "Give each public type a file of its own name.");

    [Fact]
    public void No_code_is_left_unfinished_or_waits_for_time() =>
        Rule.HoldsFor(
            Repository.Files
                .Where(file => !file.Is(".md") && file.Name is not ("CodeTidyTests.cs" or "BannedSymbols.txt"))
                .SelectMany(file => file.Where(line => Unfinished().IsMatch(line) ? line.Trim() : null)),
            "Finish it, or open an issue and remove the mark. Wait for a condition with a deadline; do not sleep.");

    [Fact]
    public void No_test_is_skipped() =>
        Rule.HoldsFor(
            Repository.Code("tests")
                .Where(file => file.Name != "CodeTidyTests.cs")
                .SelectMany(file => file.Where(line => Skipped().IsMatch(line) ? line.Trim() : null)),
            "Mend the test or delete it; a missing PostgreSQL is a failure, not a reason to skip.");

    [Fact]
    public void A_test_waits_for_a_condition_and_never_for_time() =>
        Rule.HoldsFor(
            Repository.Code("tests", "src/Orchestrix.TestKit")
                .Where(file => !file.Name.Contains("WaitFor", StringComparison.Ordinal)
                    && file.Name != "CodeTidyTests.cs")
                .SelectMany(file => file.WhereInCode(line => line.Contains("Task.Delay(", StringComparison.Ordinal)
                    ? line.Trim() : null)),
            "Wait with a helper in a file named WaitFor*.cs, which polls a condition up to a deadline.");

    [Fact]
    public void A_suppressed_warning_carries_its_reason() =>
        Rule.HoldsFor(
            from file in Repository.Files
            where file.Is(".cs") || file.Is(".csproj") || file.Is(".props") || file.Is(".targets")
            where file.Name != "CodeTidyTests.cs"
            from index in Enumerable.Range(0, file.Lines.Length)
            let line = file.Lines[index]
            where Suppression().IsMatch(line)
            where !HasReason().IsMatch(line) && !(index > 0 && IsReason().IsMatch(file.Lines[index - 1]))
            select $"{file.Path}:{index + 1}: {line.Trim()}",
            "Say why in a comment on the same line or on the line before, or mend what the analyzer found.");

    [Theory]
    [InlineData("P:System.DateTime.UtcNow")]
    [InlineData("P:System.DateTimeOffset.UtcNow")]
    [InlineData("M:System.Threading.Thread.Sleep(System.Int32)")]
    [InlineData("M:System.Threading.Tasks.Task.Wait")]
    public void The_compiler_bans_the_wall_clock_and_blocking_waits(string symbol)
    {
        var banned = Repository.FileAt("BannedSymbols.txt");
        var props = Repository.FileAt("Directory.Build.props");

        Assert.Contains(banned.Lines, line => line.StartsWith(symbol + ";", StringComparison.Ordinal));
        Assert.Contains("<AdditionalFiles Include=\"$(MSBuildThisFileDirectory)BannedSymbols.txt\"", props.Text,
            StringComparison.Ordinal);
    }

    private static IEnumerable<SourceFile> CodeAndSql() =>
        Repository.Files.Where(file => file.Is(".cs") || file.Is(".sql"));

    [GeneratedRegex(@"^\s*(//|--|#)\s*Long: \S")]
    private static partial Regex LengthReason();

    [GeneratedRegex(
        @"^public\s[\w\s]*?\b(class|record struct|record class|record|struct|interface|enum"
        + @"|delegate\s+[\w<>?\[\],\s]+?)\s+(?<name>\w+)\s*[<({:;]?")]
    private static partial Regex PublicType();

    [GeneratedRegex(@"\b(TODO|FIXME|HACK|NotImplementedException)\b|\bThread\.Sleep\b")]
    private static partial Regex Unfinished();

    [GeneratedRegex(@"\bSkip(When|Unless|Exceptions)?\s*=[^=]|\bAssert\.Skip")]
    private static partial Regex Skipped();

    [GeneratedRegex(@"^\s*#pragma warning disable|<NoWarn\b|\bNoWarn=|\[\w*:?\s*SuppressMessage\((?!.*Justification)")]
    private static partial Regex Suppression();

    [GeneratedRegex(@"(//|<!--)\s*\S")]
    private static partial Regex HasReason();

    [GeneratedRegex(@"^\s*(//|<!--|.*-->\s*$)")]
    private static partial Regex IsReason();
}
