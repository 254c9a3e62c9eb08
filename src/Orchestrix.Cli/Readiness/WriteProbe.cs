using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using Orchestrix.Readiness;

namespace Orchestrix.Cli.Readiness;

/// <summary>
/// Sends every write of the OpenAPI document once, and to every form that it names, without an identity, without a
/// body, and to things that do not exist, so that it changes nothing where it is let in.
/// </summary>
internal static partial class WriteProbe
{
    private const int Told = 3;

    // What takes a write and is no operation, such as the forms of pages; and where those lead who have no identity.
    private const string Forms = "x-forms";
    private const string SignIn = "x-sign-in";

    private static readonly string[] _writes = ["post", "put", "patch", "delete"];

    /// <summary>Judges the answers.</summary>
    public static async Task<CheckResult> RunAsync(
        ReadinessCheck check, HttpClient http, CancellationToken cancellationToken)
    {
        if (await ReadAsync(http, cancellationToken) is not { Operations.Length: > 0 } listed)
            return check.Judge(false, "openapi/v1.json lists no write");
        var open = new List<string>();
        foreach (var (method, path) in listed.Operations)
        {
            using var answer = await SendAsync(http, method, path, cancellationToken);
            if (!IsRefused(answer))
                open.Add(Name(method, path, answer));
        }
        var signIn = listed.SignIn is { } address ? new Uri(http.BaseAddress!, address.TrimStart('/')) : null;
        foreach (var (method, path) in listed.Forms)
        {
            using var answer = await SendAsync(http, method, path, cancellationToken);
            if (!IsRefused(answer) && !LeadsTo(answer, signIn))
                open.Add(Name(method, path, answer));
        }
        var forms = listed.Forms.Length == 0 ? "" : $" and {listed.Forms.Length} forms";
        return check.Judge(open.Count == 0, open.Count == 0
            ? $"all {listed.Operations.Length} writes{forms} were refused"
            : $"of {listed.Operations.Length} writes{forms} {open.Count} were let in: "
                + string.Join(", ", open.Take(Told)) + (open.Count > Told ? " ..." : ""));
    }

    private static string Name(string method, string path, HttpResponseMessage answer) =>
        $"{method.ToUpperInvariant()} {path} ({(int)answer.StatusCode})";

    private static bool IsRefused(HttpResponseMessage answer) =>
        answer.StatusCode is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden;

    /// <summary>Who signs in is to come back: a redirect after something was done does not say where from.</summary>
    private static bool LeadsTo(HttpResponseMessage answer, Uri? signIn)
    {
        var request = answer.RequestMessage!.RequestUri!;
        if ((int)answer.StatusCode is not (>= 301 and <= 308) || answer.Headers.Location is not { } location)
            return false;
        var target = new Uri(request, location);
        return target.AbsolutePath == signIn?.AbsolutePath
            && Uri.UnescapeDataString(target.Query).Contains(request.AbsolutePath, StringComparison.Ordinal);
    }

    private static async Task<HttpResponseMessage> SendAsync(
        HttpClient http, string method, string path, CancellationToken cancellationToken)
    {
        var answer = await SendAsync(http, method, path, "readiness-probe", cancellationToken);
        if (answer.StatusCode != HttpStatusCode.NotFound)
            return answer;
        // Where only a number is an address, another text finds nothing, whoever asks.
        answer.Dispose();
        return await SendAsync(http, method, path, "0", cancellationToken);
    }

    private static async Task<HttpResponseMessage> SendAsync(
        HttpClient http, string method, string path, string value, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(
            HttpMethod.Parse(method), Parameter().Replace(path.TrimStart('/'), value));
        return await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
    }

    private static async Task<Listed?> ReadAsync(HttpClient http, CancellationToken cancellationToken)
    {
        using var answer = await http.GetAsync("openapi/v1.json", cancellationToken);
        if (!answer.IsSuccessStatusCode)
            return null;
        await using var body = await answer.Content.ReadAsStreamAsync(cancellationToken);
        try
        {
            using var document = await JsonDocument.ParseAsync(body, cancellationToken: cancellationToken);
            var root = document.RootElement;
            return new Listed(
                [.. Writes(root.GetProperty("paths"), static methods => methods.EnumerateObject().Select(
                    static method => method.Name))],
                root.TryGetProperty(Forms, out var forms)
                    ? [.. Writes(forms, static methods => methods.EnumerateArray().Select(
                        static method => method.GetString()))]
                    : [],
                root.TryGetProperty(SignIn, out var signIn) ? signIn.GetString() : null);
        }
        catch (Exception exception) when (exception
            is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return null;
        }
    }

    private static IEnumerable<(string Method, string Path)> Writes(
        JsonElement paths, Func<JsonElement, IEnumerable<string?>> methodsOf) =>
        from path in paths.EnumerateObject()
        from method in methodsOf(path.Value)
        where _writes.Contains(method, StringComparer.Ordinal)
        select (method, path.Name);

    [GeneratedRegex(@"\{[^}]*\}")]
    private static partial Regex Parameter();

    private sealed record Listed(
        (string Method, string Path)[] Operations, (string Method, string Path)[] Forms, string? SignIn);
}
