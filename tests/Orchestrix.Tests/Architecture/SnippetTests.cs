using System.Text.RegularExpressions;

namespace Orchestrix.Tests.Architecture;

/// <summary>
/// The C# in the documents is compiled. A block after <c>&lt;!-- snippet: Name --&gt;</c> repeats the lines between
/// <c>// snippet: Name</c> and <c>// end-snippet</c> of a file below tests/.
/// </summary>
public sealed partial class SnippetTests
{
    [Fact]
    public void Every_CSharp_block_of_the_README_names_the_snippet_it_repeats() =>
        Rule.HoldsFor(
            from block in Blocks(Repository.FileAt("README.md"))
            where block.Name is null
            select block.Place,
            "Put the code into a region of a file in tests/Orchestrix.Tests/Snippets, "
            + "and `<!-- snippet: Name -->` above the block.");

    [Fact]
    public void Every_snippet_in_a_document_equals_the_code_that_is_compiled()
    {
        var regions = Regions();
        Rule.HoldsFor(
            from file in Repository.Documents()
            from block in Blocks(file)
            where block.Name is not null
            let difference = regions.TryGetValue(block.Name, out var code)
                ? Difference(code, block.Lines) : [$"  no file below tests/ has a region `// snippet: {block.Name}`"]
            where difference.Length > 0
            select string.Join(Environment.NewLine, difference.Prepend($"{block.Place}: snippet {block.Name}")),
            "Copy the compiled code (+) over the document's (-).");
    }

    [Fact]
    public void Every_snippet_of_the_code_is_shown_in_a_document()
    {
        var shown = Repository.Documents().SelectMany(Blocks).Select(block => block.Name).ToHashSet();

        Rule.HoldsFor(
            Regions().Keys.Where(name => !shown.Contains(name)),
            "Remove the region's marks, or show it in a document.");
    }

    private static Dictionary<string, string[]> Regions()
    {
        var regions = new Dictionary<string, string[]>(StringComparer.Ordinal);
        foreach (var file in Repository.Code("tests"))
        {
            for (var start = 0; start < file.Lines.Length; start++)
            {
                if (RegionStart().Match(file.Lines[start]) is not { Success: true } match)
                    continue;
                var end = Array.FindIndex(file.Lines, start, line => line.Trim() == "// end-snippet");
                Assert.True(end > start, $"{file.Path}:{start + 1}: close the region with `// end-snippet`.");
                Assert.True(regions.TryAdd(match.Groups["name"].Value, Normalized(file.Lines[(start + 1)..end])),
                    $"{file.Path}:{start + 1}: another region has this name; choose a new one.");
            }
        }
        return regions;
    }

    private static IEnumerable<(string Place, string? Name, string[] Lines)> Blocks(SourceFile file)
    {
        for (var start = 0; start < file.Lines.Length; start++)
        {
            if (!FenceStart().IsMatch(file.Lines[start]))
                continue;
            var end = Array.FindIndex(file.Lines, start + 1, line => line.Trim() == "```");
            Assert.True(end > start, $"{file.Path}:{start + 1}: close the code block.");
            var before = file.Lines.Take(start).LastOrDefault(line => line.Trim().Length > 0) ?? "";
            var name = Marker().Match(before) is { Success: true } match ? match.Groups["name"].Value : null;
            yield return ($"{file.Path}:{start + 1}", name, Normalized(file.Lines[(start + 1)..end]));
            start = end;
        }
    }

    /// <summary>Without the indentation that all lines share, trailing space, and blank lines at both ends.</summary>
    private static string[] Normalized(string[] lines)
    {
        var indentation = lines.Where(line => line.Trim().Length > 0)
            .Select(line => line.Length - line.TrimStart().Length).DefaultIfEmpty(0).Min();
        return string.Join('\n', lines.Select(line => line.Length > indentation ? line[indentation..].TrimEnd() : ""))
            .Trim('\n').Split('\n');
    }

    private static string[] Difference(string[] code, string[] document) =>
    [
        .. from index in Enumerable.Range(0, Math.Max(code.Length, document.Length))
           let compiled = code.ElementAtOrDefault(index)
           let shown = document.ElementAtOrDefault(index)
           where compiled != shown
           from line in new[] { shown is null ? null : $"    - {shown}", compiled is null ? null : $"    + {compiled}" }
           where line is not null
           select line,
    ];

    [GeneratedRegex(@"^\s*// snippet: (?<name>\S+)\s*$")]
    private static partial Regex RegionStart();

    [GeneratedRegex(@"^\s*```(csharp|cs|c#)\b", RegexOptions.IgnoreCase)]
    private static partial Regex FenceStart();

    [GeneratedRegex(@"^\s*<!-- snippet: (?<name>\S+) -->\s*$")]
    private static partial Regex Marker();
}
