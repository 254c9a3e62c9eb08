using System.Reflection;
using System.Text.RegularExpressions;
using Orchestrix.Cluster.Tests.Deployment;
using Orchestrix.Tests.Architecture;

namespace Orchestrix.Cluster.Tests.Documents;

/// <summary>Each setting and each option that a page names is one that a program reads.</summary>
public sealed partial class DocumentedSettingTests
{
    private const string Observability = "docs/operating/observability.md";

    /// <summary>What is not read into options: connection strings, and sections of ASP.NET Core.</summary>
    private static readonly string[] Others = ["ConnectionStrings", "Kestrel"];

    [Fact]
    public void Each_setting_exists()
    {
        var named = DocumentedShell.Code().SelectMany(Settings).ToArray();

        Assert.True(named.Length > 50, $"{named.Length} settings are few.");
        Rule.HoldsFor(
            named.Where(static one => !ProgramSections.Has(one.Path)).Select(static one => $"{one.Place}: {one.Path}"),
            "Name a setting that silo or client reads.");
    }

    [Fact]
    public void Each_row_of_a_table_of_settings_exists()
    {
        var rows = Directory.EnumerateFiles(Path.Combine(Deployed.Root, "docs"), "*.md", SearchOption.AllDirectories)
            .SelectMany(static path => Table().Matches(File.ReadAllText(path)).SelectMany(table =>
                from section in Section().Matches(table.Groups["head"].Value)
                from row in Row().Matches(table.Groups["rows"].Value)
                from name in Section().Matches(row.Groups["cell"].Value)
                select (Page: Path.GetFileName(path), Path: $"{section.Groups[1].Value}:{name.Groups[1].Value}")))
            .ToArray();

        Assert.True(rows.Length > 40, $"{rows.Length} rows are few.");
        Rule.HoldsFor(
            rows.Where(static one => !ProgramSections.Has(one.Path)).Select(static one => $"{one.Page}: {one.Path}"),
            "Name a setting that silo or client reads.");
    }

    [Fact]
    public void Each_member_of_options_exists()
    {
        var types = AppDomain.CurrentDomain.GetAssemblies()
            .Concat(Assembly.GetExecutingAssembly().GetReferencedAssemblies().Select(Assembly.Load)).Distinct()
            .SelectMany(static assembly => assembly.GetTypes()).ToLookup(static type => type.Name);
        var named =
            from code in DocumentedShell.Code()
            where code.Language is null
            let match = Member().Match(code.Text)
            where match.Success
            select (code.Place, Type: match.Groups["type"].Value, Member: match.Groups["member"].Value);

        Assert.True(named.Count() > 40, $"{named.Count()} members are few.");
        Rule.HoldsFor(
            named.Where(one => !types[one.Type].Any(type => type.GetMember(one.Member).Length > 0))
                .Select(static one => $"{one.Place}: {one.Type}.{one.Member}"),
            "Name a member that exists.");
    }

    private static IEnumerable<(string Place, string Path)> Settings(DocumentedCode code)
    {
        foreach (Match match in Setting().Matches(code.Text))
        {
            var path = match.Value.Replace("__", ":", StringComparison.Ordinal);
            var section = path.Split(':')[0];
            if (Others.Contains(section))
                continue;
            // That page speaks of its own section.
            if (code.Place.StartsWith(Observability, StringComparison.Ordinal) && section != "Observability")
                path = $"Observability:{path}";
            else if (!ProgramSections.All.Values.Any(sections => sections.ContainsKey(section)))
                continue;
            // A file that holds the value.
            yield return (code.Place, ProgramSections.Has(path) ? path : FileSuffix().Replace(path, ""));
        }
    }

    [GeneratedRegex(@"(?<![\w.:/])[A-Z][A-Za-z]+((:|__)([A-Z][A-Za-z]+|\d+))+(?![\w:])")]
    private static partial Regex Setting();

    [GeneratedRegex("File$")]
    private static partial Regex FileSuffix();

    [GeneratedRegex(@"^(?<type>[A-Z][A-Za-z]*(Options|Limits))\.(?<member>[A-Z]\w+)$")]
    private static partial Regex Member();

    [GeneratedRegex(
        @"^\| settings?( of|, below)? ?(?<head>[^\n]*)\n\|[-|: ]+\n(?<rows>(\|[^\n]*\n)+)", RegexOptions.Multiline)]
    private static partial Regex Table();

    [GeneratedRegex(@"^\|(?<cell>[^|]*)\|", RegexOptions.Multiline)]
    private static partial Regex Row();

    [GeneratedRegex("`([A-Z][A-Za-z:]*)`")]
    private static partial Regex Section();
}
