using System.Globalization;
using System.Text.RegularExpressions;
using Orchestrix.Cluster.Tests.Deployment;

namespace Orchestrix.Cluster.Tests.Documents;

/// <summary>The table of sizes follows from the processor times of the same page, twice for reserve.</summary>
public sealed partial class DocumentedSizesTests
{
    private const double Reserve = 2;

    private static string Page { get; } =
        File.ReadAllText(Path.Combine(Deployed.Root, "docs", "operating", "production.md"));

    [Theory]
    [InlineData("APIs", 0)]
    [InlineData("silos", 1)]
    [InlineData("PostgreSQL", 2)]
    public void Each_size_has_the_cores_that_its_load_takes(string part, int at)
    {
        // Of three silos and two APIs with TLS, for 1,000 commands.
        var seconds = Number(Measured().Match(Page).Groups["times"].Value.Split(',')[at]);
        var loads = Row("commands/s, sustained");
        var sizes = Row(part);
        var asked = Row("cores by the arithmetic, reserve included: APIs, silos, PostgreSQL");
        Assert.Equal(3, loads.Length);
        for (var size = 0; size < loads.Length; size++)
        {
            var needed = Reserve * Number(loads[size]) * seconds / 1000;
            Assert.InRange(Number(asked[size].Split(", ")[at]), needed, needed * 1.5 + 0.05);
            var cores = Cores().Match(sizes[size]);
            var count = cores.Groups["count"].Success ? Number(cores.Groups["count"].Value) : 1;
            Assert.True(
                count * Number(cores.Groups["cores"].Value) >= needed, $"{part}: {sizes[size]} for {needed:0.0} cores");
        }
    }

    [Fact]
    public void Connections_of_an_upgrade_fit_into_what_is_left_to_all()
    {
        // 3 silos of 20, one more during an upgrade; 2 APIs; backup and people.
        const int usual = 3 * 21 + 2 * 2 + 2 + 5;
        Assert.Contains($"3 × 21 + 2 × 2 + 7 = {usual}.", Page, StringComparison.Ordinal);
        Assert.Contains(
            $"first a silo more,\n{usual + 21}, and then an API more, {usual + 2}.", Page, StringComparison.Ordinal);
        Assert.InRange(usual + 21, 0, 100 - 3);
    }

    private static string[] Row(string name)
    {
        var row = Page.Split('\n').Single(line => line.StartsWith($"| {name} |", StringComparison.Ordinal));
        var cells = row.Split('|');
        return [.. cells[2..^1].Select(static cell => cell.Trim())];
    }

    private static double Number(string text) => double.Parse(
        Digits().Match(text).Value.Replace(",", "", StringComparison.Ordinal), CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^\| 3 silos, 2 APIs \| yes \|[^|]*\|[^|]*\| (?<times>[^|]*) \|", RegexOptions.Multiline)]
    private static partial Regex Measured();

    [GeneratedRegex(@"^((?<count>\d+), of )?(?<cores>\d+) cores?\b")]
    private static partial Regex Cores();

    [GeneratedRegex(@"\d[\d,]*(\.\d+)?")]
    private static partial Regex Digits();
}
