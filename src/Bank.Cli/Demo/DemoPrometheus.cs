using System.Globalization;
using System.Text.Json;

namespace Bank.Cli.Demo;

/// <summary>
/// A local Prometheus that scrapes a bank of this machine, with configuration and rules of <c>deploy/prometheus</c>.
/// </summary>
internal sealed class DemoPrometheus : IAsyncDisposable
{
    private static readonly string[] Files = ["prometheus.yml", "rules/recording.yml", "rules/alerts.yml"];

    private readonly HostProcess _process;

    private readonly HttpClient _http;

    private DemoPrometheus(HostProcess process, Uri address) =>
        (_process, Address, _http) = (process, address, new HttpClient { BaseAddress = address });

    /// <summary>Where people look at it.</summary>
    public Uri Address { get; }

    /// <summary>Starts one that scrapes the demo; null if none is installed.</summary>
    /// <param name="options">Where its data and its log go: beside those of PostgreSQL.</param>
    /// <param name="silo">The silo's HTTP address.</param>
    /// <param name="api">The address of the HTTP API.</param>
    /// <param name="time">Measures waits.</param>
    public static Task<DemoPrometheus?> StartAsync(DemoOptions options, Uri silo, Uri api, TimeProvider time)
    {
        var data = Path.GetFullPath(options.DataDirectory);
        var directory = Path.Combine(Path.GetDirectoryName(Path.TrimEndingDirectorySeparator(data))!, "prometheus");
        return StartAsync(directory, options.LogDirectory, [silo.Authority], [api.Authority], null, time);
    }

    /// <summary>Starts one; null if none is installed.</summary>
    /// <param name="directory">Where its data goes.</param>
    /// <param name="logDirectory">Where its log goes.</param>
    /// <param name="silos">Host and port of the metrics of each silo.</param>
    /// <param name="apis">The same of each HTTP API.</param>
    /// <param name="alertmanager">Where alerts are sent; null if there is nobody to send them to.</param>
    /// <param name="time">Measures waits.</param>
    public static async Task<DemoPrometheus?> StartAsync(
        string directory, string logDirectory, IEnumerable<string> silos, IEnumerable<string> apis,
        DemoAlertmanager? alertmanager, TimeProvider time)
    {
        if (Find("prometheus") is not { } program)
            return null;
        string[] told = alertmanager is null ? [] : [alertmanager.Address.Authority];
        foreach (var file in Files)
            await WriteAsync(file, Path.Combine(directory, file), silos, apis, told);
        var address = new Uri(string.Create(
            CultureInfo.InvariantCulture, $"http://127.0.0.1:{FreePorts.Take(1)[0]}"));
        string[] command =
        [
            program, $"--config.file={Path.Combine(directory, "prometheus.yml")}",
            $"--storage.tsdb.path={Path.Combine(directory, "data")}", $"--web.listen-address={address.Authority}",
        ];
        return new DemoPrometheus(
            await HostProcess.StartAsync(
                "prometheus", command, directory, new Dictionary<string, string>(), logDirectory, time),
            address);
    }

    /// <summary>
    /// Whether it has read every target, the end of the log from each silo, and evaluated every rule.
    /// </summary>
    /// <param name="silos">How many silos there are: one that has just started does not tell that end.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="HostFailedException">It ended.</exception>
    public async Task<bool> IsWatchingAsync(int silos, CancellationToken cancellationToken)
    {
        if (_process.Exited.IsCompleted)
            throw _process.Failed("ended");
        try
        {
            return (await AskAsync("targets?state=active", cancellationToken)).GetProperty("activeTargets")
                .EnumerateArray().All(static target => target.GetProperty("health").ValueEquals("up"))
                && (await AskAsync("rules", cancellationToken)).GetProperty("groups").EnumerateArray()
                .SelectMany(static group => group.GetProperty("rules").EnumerateArray())
                .All(static rule => rule.GetProperty("health").ValueEquals("ok"))
                && (await AskAsync("query?query=orchestrix_log_head", cancellationToken)).GetProperty("result")
                .GetArrayLength() == silos;
        }
        // It has not opened its port, or is still reading what it has on disk.
        catch (HttpRequestException)
        {
            return false;
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        _http.Dispose();
        return _process.DisposeAsync();
    }

    private async Task<JsonElement> AskAsync(string what, CancellationToken cancellationToken)
    {
        await using var body = await _http.GetStreamAsync($"api/v1/{what}", cancellationToken);
        using var answer = await JsonDocument.ParseAsync(body, cancellationToken: cancellationToken);
        return answer.RootElement.GetProperty("data").Clone();
    }

    /// <summary>The first of several programs that is installed.</summary>
    public static string? Find(params IEnumerable<string> names) =>
        (Environment.GetEnvironmentVariable("ORCHESTRIX_PROMETHEUS_BIN") is { Length: > 0 } named
            ? [named]
            : (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator))
        .SelectMany(folder => names.Select(name => Path.Combine(folder, name))).FirstOrDefault(File.Exists);

    /// <summary>The deployed file, with other ports, and in less of a pause than an installation needs.</summary>
    private static async Task WriteAsync(
        string name, string path, IEnumerable<string> silos, IEnumerable<string> apis, IEnumerable<string> told)
    {
        await using var resource = typeof(DemoPrometheus).Assembly.GetManifestResourceStream($"deploy/{name}")!;
        using var reader = new StreamReader(resource);
        var text = await reader.ReadToEndAsync();
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        await File.WriteAllTextAsync(path, text
            .Replace("\"127.0.0.1:8081\"", Quoted(silos), StringComparison.Ordinal)
            .Replace("\"127.0.0.1:5080\"", Quoted(apis), StringComparison.Ordinal)
            .Replace("\"127.0.0.1:9093\"", Quoted(told), StringComparison.Ordinal)
            .Replace(": 15s", ": 2s", StringComparison.Ordinal));
    }

    private static string Quoted(IEnumerable<string> targets) =>
        string.Join(", ", targets.Select(static target => $"\"{target}\""));
}
