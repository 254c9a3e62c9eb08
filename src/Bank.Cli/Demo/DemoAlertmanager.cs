using System.Globalization;

namespace Bank.Cli.Demo;

/// <summary>An Alertmanager that takes what Prometheus sends, shows it, and tells nobody.</summary>
internal sealed class DemoAlertmanager : IAsyncDisposable
{
    private const string Configuration = """
        route:
          receiver: nobody
        receivers:
          - name: nobody
        """;

    // Debian calls it by its family's name.
    private static readonly string[] _names = ["prometheus-alertmanager", "alertmanager"];

    private readonly HostProcess _process;

    private DemoAlertmanager(HostProcess process, Uri address) => (_process, Address) = (process, address);

    /// <summary>Where people look at it, and Prometheus sends to.</summary>
    public Uri Address { get; }

    /// <summary>Starts one; null if none is installed.</summary>
    /// <param name="directory">Where its data goes.</param>
    /// <param name="logDirectory">Where its log goes.</param>
    /// <param name="time">Measures waits.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="HostFailedException">It did not become ready.</exception>
    public static async Task<DemoAlertmanager?> StartAsync(
        string directory, string logDirectory, TimeProvider time, CancellationToken cancellationToken)
    {
        if (DemoPrometheus.Find(_names) is not { } program)
            return null;
        Directory.CreateDirectory(directory);
        var configuration = Path.Combine(directory, "alertmanager.yml");
        await File.WriteAllTextAsync(configuration, Configuration, cancellationToken);
        var address = new Uri(string.Create(
            CultureInfo.InvariantCulture, $"http://127.0.0.1:{FreePorts.Take(1)[0]}"));
        string[] command =
        [
            program, $"--config.file={configuration}", $"--storage.path={Path.Combine(directory, "data")}",
            $"--web.listen-address={address.Authority}",
            // Alone: it looks for no others.
            "--cluster.listen-address=",
        ];
        var process = await HostProcess.StartAsync(
            "alertmanager", command, directory, new Dictionary<string, string>(), logDirectory, time);
        using var http = new HttpClient { Timeout = TimeSpan.FromSeconds(5) };
        await Readiness.WaitAsync(process, http, address, time, cancellationToken, "/-/ready");
        return new DemoAlertmanager(process, address);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _process.DisposeAsync();
}
