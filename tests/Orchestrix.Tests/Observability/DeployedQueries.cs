using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Orchestrix.Tests.Observability;

/// <summary>Every query of the dashboards and rules in <c>deploy</c>.</summary>
internal static partial class DeployedQueries
{
    private static readonly string[] Words =
        ["by", "without", "on", "ignoring", "group_left", "group_right", "and", "or", "unless", "bool", "offset"];

    /// <summary>The dashboards by the names of their files.</summary>
    public static IReadOnlyDictionary<string, JsonNode> Dashboards(string root) =>
        Directory.GetFiles(Path.Combine(root, "deploy", "grafana"), "*.json").ToDictionary(
            static path => Path.GetFileName(path), static path => JsonNode.Parse(File.ReadAllText(path))!);

    /// <summary>The queries of a dashboard's panels, by the titles of the panels.</summary>
    public static IEnumerable<(string Panel, string Query)> Of(JsonNode dashboard) =>
        dashboard["panels"]!.AsArray().SelectMany(static panel => panel!["targets"]?.AsArray().Select(
            target => ((string)panel["title"]!, (string)target!["expr"]!)) ?? []);

    /// <summary>The rules by their names; each is written with its name before its expression.</summary>
    public static IEnumerable<(string Rule, string Query, string Text)> Rules(string root) =>
        Directory.GetFiles(Path.Combine(root, "deploy", "prometheus", "rules"), "*.yml")
            .SelectMany(static path => File.ReadAllText(path).Split("      - ").Skip(1))
            .Where(static text => RuleStart().IsMatch(text))
            .Select(static text => (RuleStart().Match(text).Groups["name"].Value, Expression(text), text));

    /// <summary>The names of metrics in a query.</summary>
    public static IEnumerable<string> Metrics(string query) => Name().Matches(Bare(query))
        .Where(static match => !match.Groups["call"].Success && !Words.Contains(match.Groups["name"].Value))
        .Select(static match => match.Groups["name"].Value).Distinct();

    /// <summary>The selectors of a query, each as a metric and the labels that it matches.</summary>
    public static IEnumerable<(string Metric, string[] Labels)> Selectors(string query) =>
        Selector().Matches(query).Select(static match => (
            match.Groups["name"].Value,
            Matcher().Matches(match.Groups["labels"].Value).Select(static one => one.Groups["label"].Value).ToArray()));

    // Neither labels nor ranges nor groupings have names of metrics.
    private static string Bare(string query) => Grouping().Replace(Range().Replace(
        Braces().Replace(Strings().Replace(query, ""), ""), ""), "");

    private static string Expression(string text)
    {
        var lines = text.Split('\n').SkipWhile(
            static line => !line.TrimStart().StartsWith("expr:", StringComparison.Ordinal));
        var first = lines.First().Trim()["expr:".Length..].Trim();
        return first != "|" ? first : string.Join('\n', lines.Skip(1).TakeWhile(
            static line => line.StartsWith("          ", StringComparison.Ordinal)));
    }

    [GeneratedRegex(@"^(record|alert): (?<name>\S+)")]
    private static partial Regex RuleStart();

    [GeneratedRegex("\"[^\"]*\"")]
    private static partial Regex Strings();

    [GeneratedRegex(@"\{[^}]*\}")]
    private static partial Regex Braces();

    [GeneratedRegex(@"\[[^\]]*\]")]
    private static partial Regex Range();

    [GeneratedRegex(@"\b(by|without|on|ignoring)\s*\([^)]*\)")]
    private static partial Regex Grouping();

    [GeneratedRegex(@"(?<![\w.:])(?<name>[a-zA-Z_:][\w:]*)(?<call>\s*\()?")]
    private static partial Regex Name();

    [GeneratedRegex(@"(?<name>[a-zA-Z_:][\w:]*)\{(?<labels>(""[^""]*""|[^}""])*)\}")]
    private static partial Regex Selector();

    [GeneratedRegex("(?<label>\\w+)\\s*(=~|!~|!=|=)\\s*\"[^\"]*\"")]
    private static partial Regex Matcher();
}
