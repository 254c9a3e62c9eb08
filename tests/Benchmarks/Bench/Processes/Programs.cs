using Orchestrix.Benchmarks.Workers;

namespace Orchestrix.Benchmarks.Processes;

/// <summary>How the processes of the benchmark are called.</summary>
internal static class Programs
{
    /// <summary>This program's own assembly.</summary>
    public static string Bench { get; } = typeof(Programs).Assembly.Location;

    /// <summary>Where the peers are, which are built apart.</summary>
    public static string Peers { get; } = Path.GetFullPath(Path.Combine(
        AppContext.BaseDirectory, "../../../../Peers/bin/Release/net10.0/Orchestrix.Benchmarks.Peers.dll"));

    /// <summary>The command that runs an assembly with the runtime of this process.</summary>
    public static string[] Dotnet(string assembly, params string[] arguments) =>
        [Environment.ProcessPath!, assembly, .. arguments];

    /// <summary>The environment that hands on the database.</summary>
    public static Dictionary<string, string> Environments(string connectionString) =>
        new() { [Worker.ConnectionVariable] = connectionString };
}
