using System.Text.Json.Nodes;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Orchestrix.Cluster.Tests.Deployment;

/// <summary>YAML as JSON whose scalars are all strings, with merge keys (<c>&lt;&lt;</c>) resolved.</summary>
internal static class Yaml
{
    /// <summary>The documents of a file.</summary>
    /// <exception cref="YamlException">It is not YAML, or a key is there twice.</exception>
    public static IReadOnlyList<JsonObject> Read(string path)
    {
        using var reader = File.OpenText(path);
        return Read(reader);
    }

    /// <summary>The documents of a text.</summary>
    /// <exception cref="YamlException">It is not YAML, or a key is there twice.</exception>
    public static IReadOnlyList<JsonObject> Read(TextReader reader)
    {
        var stream = new YamlStream();
        stream.Load(reader);
        return [.. stream.Documents.Select(static document => (JsonObject)Convert(document.RootNode)!)];
    }

    /// <summary>Every object in a document, the document included.</summary>
    public static IEnumerable<JsonObject> Objects(JsonNode? node) => node switch
    {
        JsonObject map => map.SelectMany(static pair => Objects(pair.Value)).Prepend(map),
        JsonArray list => list.SelectMany(Objects),
        _ => [],
    };

    private static JsonNode? Convert(YamlNode node) => node switch
    {
        YamlScalarNode scalar => JsonValue.Create(scalar.Value ?? ""),
        YamlSequenceNode list => new JsonArray([.. list.Select(Convert)]),
        YamlMappingNode map => Convert(map),
        _ => throw new YamlException($"{node.NodeType} is not supported."),
    };

    private static JsonObject Convert(YamlMappingNode map)
    {
        var result = new JsonObject();
        foreach (var (key, value) in map)
        {
            if (((YamlScalarNode)key).Value is not "<<" and { } name)
                result[name] = Convert(value);
        }
        // A key of the mapping itself wins over that of what is merged into it.
        foreach (var (key, value) in map.Where(static pair => ((YamlScalarNode)pair.Key).Value == "<<"))
        {
            foreach (var (name, merged) in (JsonObject)Convert(value)!)
            {
                if (!result.ContainsKey(name))
                    result[name] = merged?.DeepClone();
            }
        }
        return result;
    }
}
