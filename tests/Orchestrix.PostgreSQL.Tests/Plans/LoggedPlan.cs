using System.Text.Json;

namespace Orchestrix.PostgreSQL.Tests.Plans;

/// <summary>A statement and its plan, as the server logged them.</summary>
public sealed class LoggedPlan(JsonElement logged)
{
    private static readonly string[] Tables = ["events", "snapshots", "sagas"];

    // What is below one of these is read to its end before the first row comes out.
    private static readonly string[] Greedy = ["Sort", "Incremental Sort", "Aggregate", "Materialize", "Merge Join"];

    public string Query { get; } = logged.GetProperty("Query Text").GetString()!.Trim();

    public bool ReadsTables => Scans().Any();

    /// <summary>Names of the indexes that are used.</summary>
    public IEnumerable<string> Indexes => Scans().Select(scan => Text(scan.Node, "Index Name")).OfType<string>();

    /// <summary>What would make the statement slower as the log grows; null if nothing.</summary>
    public string? Fault() =>
        ReadsTables && logged.TryGetProperty("JIT", out _)
            ? "is compiled at each execution"
            : Scans().Select(scan => Fault(scan.Node, scan.Parent)).FirstOrDefault(fault => fault is not null);

    public override string ToString() => logged.ToString();

    private static string? Fault(JsonElement node, string parent)
    {
        var (type, condition) = (Text(node, "Node Type"), Text(node, "Index Cond"));
        if (type is not ("Index Scan" or "Index Only Scan"))
            return $"uses a {type} on {Text(node, "Relation Name")}";
        if (condition is null)
            return $"walks over the whole of {Text(node, "Index Name")}";
        // The shard alone is the whole log, unless only one end of it is looked at.
        if (!condition.Contains("position", StringComparison.Ordinal)
            && Text(node, "Index Name") == "events_position" && parent != "Limit")
        {
            return "walks over the whole log";
        }
        return Greedy.Contains(parent) ? $"has a {parent} over {Text(node, "Index Name")}" : null;
    }

    private IEnumerable<(JsonElement Node, string Parent)> Scans() => Nodes(logged.GetProperty("Plan"), "")
        .Where(one => Tables.Contains(Text(one.Node, "Relation Name")) && Text(one.Node, "Node Type") != "ModifyTable");

    private static IEnumerable<(JsonElement Node, string Parent)> Nodes(JsonElement node, string parent)
    {
        yield return (node, parent);
        if (!node.TryGetProperty("Plans", out var children))
            yield break;
        foreach (var child in children.EnumerateArray())
        {
            foreach (var below in Nodes(child, Text(node, "Node Type")!))
                yield return below;
        }
    }

    private static string? Text(JsonElement node, string name) =>
        node.TryGetProperty(name, out var value) ? value.GetString() : null;
}
