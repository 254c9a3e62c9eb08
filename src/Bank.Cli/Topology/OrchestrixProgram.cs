using System.Diagnostics;
using Bank.Cli.Demo;
using Bank.Cli.Drill;

namespace Bank.Cli.Topology;

/// <summary>Runs the command <c>orchestrix</c> that was built together with this program.</summary>
internal static class OrchestrixProgram
{
    /// <summary>Runs it in the place of this program: what it writes is written here.</summary>
    /// <returns>Its exit code.</returns>
    /// <inheritdoc cref="RunAsync"/>
    public static async Task<int> ShowAsync(
        IReadOnlyList<string> arguments, IReadOnlyDictionary<string, string> environment,
        CancellationToken cancellationToken)
    {
        using var process = Process.Start(Info(arguments, environment))!;
        await process.WaitForExitAsync(cancellationToken);
        return process.ExitCode;
    }

    /// <summary>Runs it for what it does.</summary>
    /// <param name="arguments">No secrets: every user of the machine can read them.</param>
    /// <param name="environment">Added to its environment; secrets go here.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="DrillException">It failed; the message is what it wrote.</exception>
    public static async Task RunAsync(
        IReadOnlyList<string> arguments, IReadOnlyDictionary<string, string> environment,
        CancellationToken cancellationToken)
    {
        var info = Info(arguments, environment);
        (info.RedirectStandardOutput, info.RedirectStandardError) = (true, true);
        using var process = Process.Start(info)!;
        var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
        var errors = process.StandardError.ReadToEndAsync(cancellationToken);
        await process.WaitForExitAsync(cancellationToken);
        if (process.ExitCode != 0)
        {
            throw new DrillException(
                $"orchestrix {arguments[0]} ended with {process.ExitCode}: {await errors} {await output}".TrimEnd());
        }
    }

    private static ProcessStartInfo Info(
        IReadOnlyList<string> arguments, IReadOnlyDictionary<string, string> environment)
    {
        var info = new ProcessStartInfo(
            HostAssembly.Dotnet(), [HostAssembly.Find(HostAssembly.Orchestrix), .. arguments]);
        foreach (var (name, value) in environment)
            info.Environment[name] = value;
        return info;
    }
}
