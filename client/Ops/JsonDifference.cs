using System.Text.Json;

namespace Bank.Client.Ops;

/// <summary>What changed between two states, member by member.</summary>
internal static class JsonDifference
{
    /// <summary>Most changes that are told one by one; more would not be read.</summary>
    public const int MaxChanges = 200;

    /// <summary>The members that differ, in the order of the later state, then those that are gone.</summary>
    /// <param name="before">The earlier state; null if there was none.</param>
    /// <param name="after">The later state.</param>
    public static IReadOnlyList<JsonChange> Between(string? before, string after)
    {
        var changes = new List<JsonChange>();
        Compare("", before is null ? null : JsonElement.Parse(before), JsonElement.Parse(after), changes);
        return changes;
    }

    private static void Compare(string path, JsonElement? before, JsonElement? after, List<JsonChange> changes)
    {
        if (changes.Count >= MaxChanges || (before is { } one && after is { } two && JsonElement.DeepEquals(one, two)))
            return;
        if (before?.ValueKind == after?.ValueKind && Members(before) is { } old && Members(after) is { } current)
            CompareMembers(path, old, current, changes);
        else if (before is null && Members(after) is { Count: > 0 } added)
            CompareMembers(path, [], added, changes);
        else
            changes.Add(new JsonChange(path.Length == 0 ? "(state)" : path, before?.GetRawText(), after?.GetRawText()));
    }

    private static void CompareMembers(
        string path, Dictionary<string, JsonElement> before, Dictionary<string, JsonElement> after,
        List<JsonChange> changes)
    {
        foreach (var (name, value) in after)
            Compare(Join(path, name), before.TryGetValue(name, out var old) ? old : null, value, changes);
        foreach (var (name, value) in before.Where(member => !after.ContainsKey(member.Key)))
            Compare(Join(path, name), value, null, changes);
    }

    /// <summary>The members of an object, or the elements of an array by number; null for any other value.</summary>
    private static Dictionary<string, JsonElement>? Members(JsonElement? value) => value?.ValueKind switch
    {
        JsonValueKind.Object => value.Value.EnumerateObject()
            .DistinctBy(static member => member.Name)
            .ToDictionary(static member => member.Name, static member => member.Value),
        JsonValueKind.Array => value.Value.EnumerateArray()
            .Select(static (element, index) => (Name: $"[{index}]", Element: element))
            .ToDictionary(static item => item.Name, static item => item.Element),
        _ => null,
    };

    private static string Join(string path, string name) =>
        path.Length == 0 || name.StartsWith('[') ? path + name : $"{path}.{name}";
}
