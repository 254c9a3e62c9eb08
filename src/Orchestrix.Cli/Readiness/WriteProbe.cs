using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using Orchestrix.Readiness;

namespace Orchestrix.Cli.Readiness;

/// <summary>
/// Sends every write of the OpenAPI document once, without an identity, without a body, and to things that do not
/// exist, so that it changes nothing where it is let in.
/// </summary>
internal static partial class WriteProbe
{
    private const int Told = 3;

    private static readonly string[] _writes = ["post", "put", "patch", "delete"];

    /// <summary>Judges the answers.</summary>
    public static async Task<CheckResult> RunAsync(
        ReadinessCheck check, HttpClient http, CancellationToken cancellationToken)
    {
        var operations = await ListAsync(http, cancellationToken);
        if (operations.Count == 0)
            return check.Judge(false, "openapi/v1.json lists no write");
        var open = new List<string>();
        foreach (var (method, path) in operations)
        {
            using var request = new HttpRequestMessage(
                HttpMethod.Parse(method), Parameter().Replace(path.TrimStart('/'), "readiness-probe"));
            using var answer = await http.SendAsync(
                request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            if (answer.StatusCode is not (HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden))
                open.Add($"{method.ToUpperInvariant()} {path} ({(int)answer.StatusCode})");
        }
        return check.Judge(open.Count == 0, open.Count == 0
            ? $"all {operations.Count} writes were refused"
            : $"{open.Count} of {operations.Count} writes were let in: {string.Join(", ", open.Take(Told))}"
                + (open.Count > Told ? " ..." : ""));
    }

    private static async Task<List<(string Method, string Path)>> ListAsync(
        HttpClient http, CancellationToken cancellationToken)
    {
        using var answer = await http.GetAsync("openapi/v1.json", cancellationToken);
        if (!answer.IsSuccessStatusCode)
            return [];
        await using var body = await answer.Content.ReadAsStreamAsync(cancellationToken);
        try
        {
            using var document = await JsonDocument.ParseAsync(body, cancellationToken: cancellationToken);
            return
            [
                .. from path in document.RootElement.GetProperty("paths").EnumerateObject()
                   from operation in path.Value.EnumerateObject()
                   where _writes.Contains(operation.Name, StringComparer.Ordinal)
                   select (operation.Name, path.Name),
            ];
        }
        catch (Exception exception) when (exception
            is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return [];
        }
    }

    [GeneratedRegex(@"\{[^}]*\}")]
    private static partial Regex Parameter();
}
