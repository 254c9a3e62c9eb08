using Bank.Cli.Demo;

namespace Bank.Cli.Topology;

/// <summary>One place of a cluster: a silo or an API, whose program can be replaced.</summary>
/// <param name="name">For people and for the names of its log files.</param>
/// <param name="settings">Makes the settings of each start, and the address for its health.</param>
/// <param name="options">The environment and the directory of the logs.</param>
/// <param name="time">Measures waits.</param>
internal sealed class ClusterHost(
    string name, Func<(Uri Address, Dictionary<string, string> Settings)> settings, ClusterOptions options,
    TimeProvider time) : IAsyncDisposable
{
    private readonly HttpClient _http = options.NewHttp(TimeSpan.FromSeconds(5));
    private HostProcess? _process;
    private string _assembly = "";
    private int _starts;

    /// <summary>Its name.</summary>
    public string Name => name;

    /// <summary>The process id of the latest start.</summary>
    public int ProcessId => _process!.Id;

    /// <summary>Where it listens for HTTP; that of the latest start.</summary>
    public Uri Address { get; private set; } = null!;

    /// <summary>Completes when the program of the latest start has ended, in whatever way.</summary>
    public Task Exited => _process!.Exited;

    /// <summary>The settings of the latest start. They may hold secrets.</summary>
    public IReadOnlyDictionary<string, string> Settings { get; private set; } = null!;

    /// <summary>Starts a program in this place and waits until it is ready.</summary>
    /// <param name="assembly">The path of its assembly.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="HostFailedException">It did not become ready.</exception>
    public async Task StartAsync(string assembly, CancellationToken cancellationToken)
    {
        var (address, environment) = settings();
        environment.TryAdd("Urls", address.ToString());
        environment["ASPNETCORE_ENVIRONMENT"] = environment["DOTNET_ENVIRONMENT"] = options.Environment;
        options.Adjust(name, environment);
        (Settings, _assembly) = (environment, assembly);
        _starts++;
        var file = _starts == 1 ? name : FormattableString.Invariant($"{name}-{_starts}");
        _process = await HostProcess.StartAsync(file, assembly, environment, options.LogDirectory, time);
        await Readiness.WaitAsync(_process, _http, address, time, cancellationToken);
        Address = address;
    }

    /// <summary>Stops it in good order.</summary>
    public async Task StopAsync()
    {
        if (_process is { } process)
            await process.DisposeAsync();
        _process = null;
    }

    /// <summary>Starts the same program again, after stopping it if it runs, and waits until it is ready.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="HostFailedException">It did not become ready.</exception>
    public async Task RestartAsync(CancellationToken cancellationToken)
    {
        await StopAsync();
        await StartAsync(_assembly, cancellationToken);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _http.Dispose();
    }
}
