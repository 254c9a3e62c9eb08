using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Orchestrix.Cluster.Tests.Security;

/// <summary>An operation of the OpenAPI document, and every way to put a text into it.</summary>
internal sealed partial class ApiOperation
{
    /// <summary>Where headers are tried that are read before it is known which operation it is.</summary>
    private const string AnyPath = "/accounts";

    /// <summary>What the server reads beside what the document lists.</summary>
    private static readonly string[] AlwaysRead =
    [
        "X-Correlation-Id", "Authorization", "traceparent", "tracestate", "baggage", "X-Forwarded-For",
        "X-Forwarded-Proto", "Accept", "Accept-Language", "User-Agent", "Cookie", "X-HTTP-Method-Override",
    ];

    private readonly IReadOnlyDictionary<string, string> _samples;
    private readonly JsonNode _parameters;
    private readonly JsonNode? _body;
    private readonly JsonNode _document;

    private ApiOperation(
        string method, string path, JsonNode operation, JsonNode document, IReadOnlyDictionary<string, string> samples)
    {
        (Method, Path, _document, _samples) = (new HttpMethod(method), path, document, samples);
        _parameters = operation["parameters"] ?? new JsonArray();
        _body = operation["requestBody"]?["content"]?["application/json"]?["schema"];
    }

    public HttpMethod Method { get; }

    public string Path { get; }

    public string Name => $"{Method} {Path}";

    public bool HasBody => _body is not null;

    /// <summary>All operations of a document.</summary>
    /// <param name="document">The document.</param>
    /// <param name="samples">
    /// Values that are in order, as JSON: of what is required by the name of the parameter or member, behind a question
    /// mark for a query; of what the document cannot say to be required by the operation and the member.
    /// </param>
    public static IEnumerable<ApiOperation> Read(JsonNode document, IReadOnlyDictionary<string, string> samples) =>
        from path in document["paths"]!.AsObject()
        from operation in path.Value!.AsObject()
        select new ApiOperation(
            operation.Key.ToUpperInvariant(), path.Key, operation.Value!, document, samples);

    /// <summary>A request that is in order.</summary>
    public ApiRequest Sound() => new(this, "nothing", Address(), HasBody ? Members() : null);

    /// <summary>The text in each place in turn.</summary>
    public IEnumerable<ApiRequest> With(HostileText text)
    {
        var body = HasBody ? Members() : null;
        foreach (var name in Named("path"))
            yield return new ApiRequest(this, $"path {name}", Address(name, text.Escaped), body);
        foreach (var name in Named("query"))
            yield return new ApiRequest(this, $"query {name}", Address(name, text.Escaped), body);
        if (text.IsHeader)
        {
            foreach (var name in Named("header").Concat(Path == AnyPath ? AlwaysRead : []))
                yield return new ApiRequest(this, $"header {name}", Address(), body) { Header = (name, text.Text) };
        }
        if (_body is null)
            yield break;
        foreach (var (name, member) in Places(_body))
            yield return new ApiRequest(this, $"member {name}", Address(), Merge(member(text.Json)));
        yield return new ApiRequest(this, "name of a member", Address(), Merge($"{text.Json}:1"));
        yield return new ApiRequest(this, "$type", Address(), $"{{\"$type\":{text.Json},{Members()[1..]}");
        yield return new ApiRequest(this, "whole body", Address(), text.Json);
    }

    private IEnumerable<string> Named(string place) => _parameters.AsArray()
        .Where(one => (string?)one!["in"] == place).Select(static one => (string)one!["name"]!);

    private string Address(string? attacked = null, string? text = null)
    {
        var path = Parameter().Replace(Path, one => one.Groups[1].Value == attacked
            ? text!
            : Uri.EscapeDataString(Sample(one.Groups[1].Value).Trim('"')));
        var query = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var name in Named("query").Where(name => _samples.ContainsKey($"?{name}")))
            query[name] = _samples[$"?{name}"];
        if (attacked is not null && Named("query").Contains(attacked))
            query[attacked] = text!;
        return query.Count == 0
            ? path
            : $"{path}?{string.Join('&', query.Select(static one => $"{one.Key}={one.Value}"))}";
    }

    private string Sample(string name) => _samples.TryGetValue(name, out var sample)
        ? sample
        : throw new InvalidOperationException($"{Name}: InjectionTests needs a sound sample of {name}.");

    private string Members() => Merge(null);

    /// <summary>The required members, with one of them, or another one, as given.</summary>
    private string Merge(string? member)
    {
        var name = member?[..member.IndexOf(':', StringComparison.Ordinal)];
        var members = (Resolve(_body!)["required"]?.AsArray() ?? [])
            .Select(one => ((string)one!, Sample((string)one!)))
            .Concat(_samples.Where(one => one.Key.StartsWith($"{Name} ", StringComparison.Ordinal))
                .Select(one => (one.Key[(Name.Length + 1)..], one.Value)))
            .Where(one => $"\"{one.Item1}\"" != name)
            .Select(static one => $"\"{one.Item1}\":{one.Item2}");
        return $"{{{string.Join(',', member is null ? members : members.Append(member))}}}";
    }

    /// <summary>The members of a body, and of what is in it, each as a function of its value.</summary>
    private IEnumerable<(string Name, Func<string, string> Member)> Places(JsonNode schema)
    {
        foreach (var (name, one) in Resolve(schema)["properties"]?.AsObject() ?? [])
        {
            yield return (name, value => $"\"{name}\":{value}");
            foreach (var (inner, member) in Places(one!))
                yield return ($"{name}.{inner}", value => $"\"{name}\":{{{member(value)}}}");
        }
    }

    private JsonNode Resolve(JsonNode schema)
    {
        if (schema["oneOf"] is JsonArray many)
            return Resolve(many.Single(static one => (string?)one!["type"] != "null")!);
        return (string?)schema["$ref"] is { } reference
            ? _document["components"]!["schemas"]![reference.Split('/')[^1]]!
            : schema;
    }

    [GeneratedRegex(@"\{(\w+)\}")]
    private static partial Regex Parameter();
}
