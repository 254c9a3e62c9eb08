using System.Diagnostics;

namespace Orchestrix.Cluster.Tests.Support;

/// <summary>A program of the repository, run as a process of its own from where it was built.</summary>
internal static class CommandLineProgram
{
    /// <summary>Starts a program of <c>src</c>, built in the configuration of these tests.</summary>
    public static Process Start(
        string project, IEnumerable<string> arguments, params (string Name, string? Value)[] environment)
    {
        // tests/Orchestrix.Cluster.Tests/bin/Release/net10.0/
        var output = new DirectoryInfo(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory));
        var root = output.Parent!.Parent!.Parent!.Parent!.Parent!.FullName;
        var assembly = Path.Combine(root, "src", project, "bin", output.Parent.Name, output.Name, $"{project}.dll");
        var info = new ProcessStartInfo("dotnet", [assembly, .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in environment)
            info.Environment[name] = value;
        return Process.Start(info)!;
    }

    /// <summary>Runs a program to its end.</summary>
    public static async Task<(int Code, string Output, string Errors)> RunAsync(
        string project, IEnumerable<string> arguments, params (string Name, string? Value)[] environment)
    {
        using var process = Start(project, arguments, environment);
        var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, await output, await errors);
    }
}
