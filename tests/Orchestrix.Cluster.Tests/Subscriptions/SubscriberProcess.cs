using System.Diagnostics;
using System.Globalization;
using Orchestrix.Cluster.Tests.Support;

namespace Orchestrix.Cluster.Tests.Subscriptions;

/// <summary>A silo with subscriptions and a load of its own, in a process of its own.</summary>
internal sealed class SubscriberProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly Task<string> _output;

    private SubscriberProcess(Process process)
    {
        _process = process;
        _output = process.StandardOutput.ReadToEndAsync();
    }

    public bool HasExited => _process.HasExited;

    /// <param name="connectionString">Its database.</param>
    /// <param name="callers">How many commands it has under way.</param>
    /// <param name="withHandlers">One subscription with handlers; otherwise twenty that note in transactions.</param>
    public static SubscriberProcess Start(string connectionString, int callers, bool withHandlers)
    {
        // tests/Orchestrix.Cluster.Tests/bin/Release/net10.0/
        var output = new DirectoryInfo(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory));
        var tests = output.Parent!.Parent!.Parent!.Parent!.FullName;
        var program = Path.Combine(
            tests, "SubscriberSilo", "bin", output.Parent.Name, output.Name, "subscriber-silo.dll");
        var ports = FreePorts.Take(2);
        var info = new ProcessStartInfo("dotnet", [program]) { RedirectStandardOutput = true };
        info.Environment["DATABASE"] = connectionString;
        info.Environment["SILO_PORT"] = ports[0].ToString(CultureInfo.InvariantCulture);
        info.Environment["GATEWAY_PORT"] = ports[1].ToString(CultureInfo.InvariantCulture);
        info.Environment["CALLERS"] = callers.ToString(CultureInfo.InvariantCulture);
        info.Environment["SUBSCRIPTIONS"] = withHandlers ? "handlers" : "";
        return new SubscriberProcess(Process.Start(info)!);
    }

    public void KillAtOnce() => _process.Kill();

    public async Task<string> OutputAsync() => await _output;

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            await _process.WaitForExitAsync();
        }
        _process.Dispose();
    }
}
