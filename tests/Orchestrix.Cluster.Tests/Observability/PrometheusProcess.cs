using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using Orchestrix.Cluster.Tests.Support;
using Orchestrix.PostgreSQL.Tests;

namespace Orchestrix.Cluster.Tests.Observability;

/// <summary>A real Prometheus with the configuration of <c>deploy/prometheus</c>, in a hurry.</summary>
internal sealed class PrometheusProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly TemporaryDirectory _directory;
    private readonly HttpClient _http;

    private PrometheusProcess(Process process, TemporaryDirectory directory, int port)
    {
        (_process, _directory) = (process, directory);
        _http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}") };
    }

    /// <summary>Where it answers.</summary>
    public Uri Address => _http.BaseAddress!;

    /// <summary>The root of the repository.</summary>
    public static string Root
    {
        get
        {
            // tests/Orchestrix.Cluster.Tests/bin/Release/net10.0/
            var output = new DirectoryInfo(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory));
            return output.Parent!.Parent!.Parent!.Parent!.Parent!.FullName;
        }
    }

    private static string Deployed => Path.Combine(Root, "deploy", "prometheus");

    /// <summary>Starts it, and returns when it answers.</summary>
    /// <param name="silo">Host and port of the silo.</param>
    /// <param name="client">Host and port of the API.</param>
    /// <param name="rules">The directory of the rules; default those that are shipped.</param>
    /// <param name="alertmanager">Host and port of the Alertmanager; null for none.</param>
    public static async Task<PrometheusProcess> StartAsync(
        string silo, string client, string? rules = null, string? alertmanager = null)
    {
        var directory = new TemporaryDirectory();
        Directory.CreateDirectory(directory.Path);
        await File.WriteAllTextAsync(
            Path.Combine(directory.Path, "prometheus.yml"),
            (await File.ReadAllTextAsync(Path.Combine(Deployed, "prometheus.yml")))
                .Replace("15s", "1s", StringComparison.Ordinal)
                .Replace("rules/", (rules ?? Path.Combine(Deployed, "rules")) + "/", StringComparison.Ordinal)
                .Replace("127.0.0.1:8081", silo, StringComparison.Ordinal)
                .Replace("127.0.0.1:5080", client, StringComparison.Ordinal)
                .Replace(
                    "[\"127.0.0.1:9093\"]", alertmanager is null ? "[]" : $"[\"{alertmanager}\"]",
                    StringComparison.Ordinal));
        var port = FreePorts.Take(1)[0];
        var process = Process.Start(new ProcessStartInfo(Program("prometheus"), [
            $"--config.file={Path.Combine(directory.Path, "prometheus.yml")}",
            $"--storage.tsdb.path={Path.Combine(directory.Path, "data")}",
            string.Create(CultureInfo.InvariantCulture, $"--web.listen-address=127.0.0.1:{port}"),
            "--log.level=error",
        ]))!;
        var prometheus = new PrometheusProcess(process, directory, port);
        await Until.TrueAsync(prometheus.IsReadyAsync);
        return prometheus;
    }

    /// <summary>Runs <c>promtool</c>; returns its code and all that it says.</summary>
    public static async Task<(int Code, string Output)> ToolAsync(params string[] arguments)
    {
        using var tool = Process.Start(new ProcessStartInfo(Program("promtool"), arguments)
        {
            WorkingDirectory = Deployed,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var output = tool.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var errors = tool.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await tool.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (tool.ExitCode, await output + await errors);
    }

    /// <summary>What a query yields now: a series for each result.</summary>
    public async Task<JsonArray> QueryAsync(string query)
    {
        var answer = await GetAsync($"/api/v1/query?query={Uri.EscapeDataString(query)}");
        Assert.True((string?)answer["status"] == "success", $"{query}: {answer.ToJsonString()}");
        return answer["data"]!["result"]!.AsArray();
    }

    /// <summary>Answers of the API, such as that of <c>/api/v1/rules</c>.</summary>
    public async Task<JsonNode> GetAsync(string path)
    {
        using var response = await _http.GetAsync(
            new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken);
        return JsonNode.Parse(await response.Content.ReadAsStringAsync())!;
    }

    /// <summary>Whether each rule was evaluated once at least.</summary>
    public async Task<bool> HasEvaluatedAsync() => (await GetAsync("/api/v1/rules"))["data"]!["groups"]!.AsArray()
        .SelectMany(static group => group!["rules"]!.AsArray())
        .All(static rule => (string?)rule!["health"] != "unknown");

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        if (!_process.HasExited)
        {
            _process.Kill();
            await _process.WaitForExitAsync();
        }
        _process.Dispose();
        _directory.Dispose();
    }

    private async Task<bool> IsReadyAsync()
    {
        Assert.False(_process.HasExited, "Prometheus ended.");
        try
        {
            using var response = await _http.GetAsync(new Uri("/-/ready", UriKind.Relative));
            return response.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private static string Program(string name)
    {
        var folders = Environment.GetEnvironmentVariable("ORCHESTRIX_PROMETHEUS_BIN") is { Length: > 0 } folder
            ? [folder]
            : (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator);
        return folders.Select(one => Path.Combine(one, name)).FirstOrDefault(File.Exists)
            ?? throw new FileNotFoundException(
                $"{name} was not found. Run deploy/scripts/ensure-prometheus.sh, which installs it or says how.");
    }
}
