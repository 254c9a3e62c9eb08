using System.Diagnostics;
using System.Globalization;

namespace Orchestrix.Cluster.Tests.Support;

/// <summary>The HTTP API as it runs in production: a process of its own.</summary>
internal sealed class ApiProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly Task<string> _output;
    private readonly Task<string> _errors;

    private ApiProcess(Process process, int port)
    {
        _process = process;
        Http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}") };
        TestKey.AddTo(Http);
        // A process that nobody reads from stops when its pipe is full.
        _output = process.StandardOutput.ReadToEndAsync();
        _errors = process.StandardError.ReadToEndAsync();
    }

    public HttpClient Http { get; }

    /// <summary>Starts the API of a cluster.</summary>
    public static ApiProcess Start(int gatewayPort, params (string Name, string? Value)[] environment)
    {
        var port = FreePorts.Take(1)[0];
        // tests/Orchestrix.Cluster.Tests/bin/Release/net10.0/
        var output = new DirectoryInfo(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory));
        var root = output.Parent!.Parent!.Parent!.Parent!.Parent!.FullName;
        var directory = Path.Combine(root, "client", "bin", output.Parent.Name, output.Name);
        var info = new ProcessStartInfo("dotnet", [Path.Combine(directory, "Bank.Client.dll")])
        {
            WorkingDirectory = directory,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        info.Environment["ASPNETCORE_URLS"] = $"http://127.0.0.1:{port}";
        info.Environment["Cluster__GatewayPort"] = gatewayPort.ToString(CultureInfo.InvariantCulture);
        foreach (var (name, value) in TestKey.Settings)
            info.Environment[name.Replace(":", "__", StringComparison.Ordinal)] = value;
        foreach (var (name, value) in environment)
            info.Environment[name] = value;
        return new ApiProcess(Process.Start(info)!, port);
    }

    /// <summary>Returns when a silo answers.</summary>
    public Task ReadyAsync() => Until.TrueAsync(async () =>
    {
        Assert.False(_process.HasExited, "The API ended.");
        try
        {
            using var response = await Http.GetAsync(new Uri("/health/ready", UriKind.Relative));
            return response.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    });

    /// <summary>Asks it to stop; returns what it has written.</summary>
    public async Task<string> StopAsync()
    {
        using var signal = Process.Start("kill", ["-TERM", _process.Id.ToString(CultureInfo.InvariantCulture)]);
        await _process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return await _output + await _errors;
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
}
