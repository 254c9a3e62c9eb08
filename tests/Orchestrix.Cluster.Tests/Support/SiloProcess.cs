using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace Orchestrix.Cluster.Tests.Support;

/// <summary>The silo as it runs in production: a process of its own.</summary>
internal sealed partial class SiloProcess : IAsyncDisposable
{
    private const int SignalTerminate = 15;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly Process _process;
    private readonly Task<string> _output;
    private readonly Task<string> _errors;

    private SiloProcess(Process process, int siloPort, int gatewayPort, int httpPort)
    {
        (_process, SiloPort, GatewayPort) = (process, siloPort, gatewayPort);
        Http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{httpPort}") };
        // A process that nobody reads from stops when its pipe is full.
        _output = process.StandardOutput.ReadToEndAsync();
        _errors = process.StandardError.ReadToEndAsync();
    }

    public int SiloPort { get; }

    public int GatewayPort { get; }

    public HttpClient Http { get; }

    /// <summary>Where the program was built.</summary>
    public static string Directory
    {
        get
        {
            // tests/Orchestrix.Cluster.Tests/bin/Release/net10.0/
            var output = new DirectoryInfo(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory));
            var root = output.Parent!.Parent!.Parent!.Parent!.Parent!.FullName;
            return Path.Combine(root, "silo", "bin", output.Parent.Name, output.Name);
        }
    }

    public static SiloProcess Start(params (string Name, string? Value)[] environment) =>
        Start(Directory, [], environment);

    /// <summary>Starts another build of the program, or the same with arguments.</summary>
    public static SiloProcess Start(
        string directory, IEnumerable<string> arguments, params (string Name, string? Value)[] environment)
    {
        var ports = FreePorts.Take(3);
        var info = new ProcessStartInfo("dotnet", [Path.Combine(directory, "bank-silo.dll"), .. arguments])
        {
            WorkingDirectory = directory,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        info.Environment["ASPNETCORE_URLS"] = $"http://127.0.0.1:{ports[2]}";
        info.Environment["Silo__SiloPort"] = ports[0].ToString(CultureInfo.InvariantCulture);
        info.Environment["Silo__GatewayPort"] = ports[1].ToString(CultureInfo.InvariantCulture);
        foreach (var (name, value) in environment)
            info.Environment[name] = value;
        return new SiloProcess(Process.Start(info)!, ports[0], ports[1], ports[2]);
    }

    /// <summary>The status of a health endpoint; 0 if nothing answers.</summary>
    public async Task<int> StatusAsync(string path)
    {
        try
        {
            using var response = await Http.GetAsync(new Uri(path, UriKind.Relative));
            return (int)response.StatusCode;
        }
        catch (HttpRequestException)
        {
            return 0;
        }
    }

    public Task UntilAsync(string path, int status) => Until.TrueAsync(async () =>
    {
        Assert.False(_process.HasExited, "The silo ended.");
        return await StatusAsync(path) == status;
    });

    public void Terminate() => Assert.Equal(0, Kill(_process.Id, SignalTerminate));

    public void KillAtOnce() => _process.Kill();

    /// <exception cref="TimeoutException">It has not ended within two minutes, and goes on.</exception>
    public async Task<(int Code, string Output, string Errors)> ExitAsync()
    {
        await _process.WaitForExitAsync(TestContext.Current.CancellationToken)
            .WaitAsync(Patience, TestContext.Current.CancellationToken);
        return (_process.ExitCode, await _output, await _errors);
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        if (!_process.HasExited)
        {
            _process.Kill();
            await _process.WaitForExitAsync();
        }
        _process.Dispose();
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int processId, int signal);
}
