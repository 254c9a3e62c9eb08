using System.Globalization;

namespace Bank.Cli.Demo;

/// <summary>
/// A local Prometheus that scrapes the demo, with the configuration and rules of <c>deploy/prometheus</c>.
/// </summary>
internal sealed class DemoPrometheus : IAsyncDisposable
{
    private static readonly string[] Files = ["prometheus.yml", "rules/recording.yml", "rules/alerts.yml"];

    private readonly HostProcess _process;

    private DemoPrometheus(HostProcess process, Uri address) => (_process, Address) = (process, address);

    /// <summary>Where people look at it.</summary>
    public Uri Address { get; }

    /// <summary>Starts it; null if it is not installed.</summary>
    /// <param name="options">Where its data and its log go: beside those of PostgreSQL.</param>
    /// <param name="silo">The silo's HTTP address.</param>
    /// <param name="api">The address of the HTTP API.</param>
    /// <param name="time">Measures waits.</param>
    public static async Task<DemoPrometheus?> StartAsync(DemoOptions options, Uri silo, Uri api, TimeProvider time)
    {
        if (Find() is not { } program)
            return null;
        var data = Path.GetFullPath(options.DataDirectory);
        var directory = Path.Combine(Path.GetDirectoryName(Path.TrimEndingDirectorySeparator(data))!, "prometheus");
        foreach (var file in Files)
            await WriteAsync(file, Path.Combine(directory, file), silo, api);
        var address = new Uri(string.Create(
            CultureInfo.InvariantCulture, $"http://127.0.0.1:{FreePorts.Take(1)[0]}"));
        string[] command =
        [
            program, $"--config.file={Path.Combine(directory, "prometheus.yml")}",
            $"--storage.tsdb.path={Path.Combine(directory, "data")}", $"--web.listen-address={address.Authority}",
        ];
        return new DemoPrometheus(
            await HostProcess.StartAsync(
                "prometheus", command, directory, new Dictionary<string, string>(), options.LogDirectory, time),
            address);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _process.DisposeAsync();

    private static string? Find() =>
        (Environment.GetEnvironmentVariable("ORCHESTRIX_PROMETHEUS_BIN") is { Length: > 0 } named
            ? [named]
            : (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator))
        .Select(static folder => Path.Combine(folder, "prometheus")).FirstOrDefault(File.Exists);

    /// <summary>The deployed file, with the demo's ports, and in less of a pause than an installation needs.</summary>
    private static async Task WriteAsync(string name, string path, Uri silo, Uri api)
    {
        await using var resource = typeof(DemoPrometheus).Assembly.GetManifestResourceStream($"deploy/{name}")!;
        using var reader = new StreamReader(resource);
        var text = await reader.ReadToEndAsync();
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        await File.WriteAllTextAsync(path, text
            .Replace("127.0.0.1:8081", silo.Authority, StringComparison.Ordinal)
            .Replace("127.0.0.1:5080", api.Authority, StringComparison.Ordinal)
            .Replace(": 15s", ": 2s", StringComparison.Ordinal));
    }
}
