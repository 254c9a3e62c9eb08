using System.Globalization;
using Bank.Cli.Demo;

namespace Bank.Cli.Chaos;

/// <summary>A program that is started again, a while after it has ended in whatever way.</summary>
/// <param name="name">For people and for the names of its log files.</param>
/// <param name="assembly">What to run.</param>
/// <param name="settings">Makes the settings of each start, and the address for its health.</param>
/// <param name="restartAfter">
/// How long it stays away: nobody's replacement is there at once, and the others must do without it.
/// </param>
/// <param name="logDirectory">Where its output goes.</param>
/// <param name="time">Measures the time.</param>
internal sealed class SupervisedHost(
    string name, string assembly, Func<(Uri Address, Dictionary<string, string> Settings)> settings,
    TimeSpan restartAfter, string logDirectory, TimeProvider time) : IAsyncDisposable
{
    private readonly CancellationTokenSource _stopping = new();
    private readonly HttpClient _http = new() { Timeout = TimeSpan.FromSeconds(5) };
    private HostProcess? _process;
    private Task _running = Task.CompletedTask;
    private int _starts;

    public string Name => name;

    /// <summary>Where it listens for HTTP; that of the latest start.</summary>
    public Uri Address { get; private set; } = null!;

    /// <summary>True from the moment that it says so to the moment that it is killed or ends.</summary>
    public bool IsReady { get; private set; }

    /// <summary>Starts it and waits until it is ready.</summary>
    /// <exception cref="HostFailedException">It does not become ready.</exception>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await StartOnceAsync(cancellationToken);
        _running = SuperviseAsync();
    }

    /// <summary>SIGKILL.</summary>
    public void Kill() => Signal(HostProcess.SignalKill);

    /// <summary>SIGSTOP.</summary>
    public void Freeze() => Signal(HostProcess.SignalStop);

    /// <summary>SIGCONT.</summary>
    public void Thaw() => _process?.Signal(HostProcess.SignalContinue);

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _running;
        if (_process is not null)
            await _process.DisposeAsync();
        _http.Dispose();
        _stopping.Dispose();
    }

    private void Signal(int signal)
    {
        IsReady = signal == HostProcess.SignalStop && IsReady;
        _process?.Signal(signal);
    }

    private async Task SuperviseAsync()
    {
        try
        {
            while (true)
            {
                await _process!.Exited.WaitAsync(_stopping.Token);
                IsReady = false;
                await Task.Delay(restartAfter, time, _stopping.Token);
                try
                {
                    await StartOnceAsync(_stopping.Token);
                }
                // It may have been killed, or lack a database, while it started: the next time, then.
                catch (HostFailedException)
                {
                    _process!.Signal(HostProcess.SignalKill);
                }
            }
        }
        catch (OperationCanceledException)
        {
        }
    }

    private async Task StartOnceAsync(CancellationToken cancellationToken)
    {
        var (address, environment) = settings();
        Address = address;
        environment["Urls"] = address.ToString();
        environment["ASPNETCORE_ENVIRONMENT"] = environment["DOTNET_ENVIRONMENT"] = "Development";
        var file = string.Create(CultureInfo.InvariantCulture, $"{name}-{++_starts}");
        var ended = _process;
        _process = await HostProcess.StartAsync(file, HostAssembly.Find(assembly), environment, logDirectory, time);
        if (ended is not null)
            await ended.DisposeAsync();
        await Readiness.WaitAsync(_process, _http, address, time, cancellationToken);
        IsReady = true;
    }
}
