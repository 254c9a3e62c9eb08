using System.Globalization;
using System.Reflection;
using System.Runtime;
using System.Runtime.InteropServices;
using Orchestrix.Benchmarks.Database;

namespace Orchestrix.Benchmarks.Report;

/// <summary>What a reader must know to make sense of the numbers.</summary>
internal sealed record MachineFacts
{
    public required string Processor { get; init; }

    public required int Cores { get; init; }

    public required double MemoryGb { get; init; }

    public required string Kernel { get; init; }

    public required string Runtime { get; init; }

    public required string GarbageCollector { get; init; }

    public required string PostgreSQL { get; init; }

    public required IReadOnlyDictionary<string, string> PostgreSQLSettings { get; init; }

    /// <summary>The commit that this program was built from.</summary>
    public required string Revision { get; init; }

    /// <summary>Load averages at the start, which tell of neighbours.</summary>
    public required string LoadAverage { get; init; }

    public required DateTimeOffset Date { get; init; }

    public static async Task<MachineFacts> ReadAsync(BenchServer server, CancellationToken cancellationToken) => new()
    {
        Processor = Field("/proc/cpuinfo", "model name") ?? RuntimeInformation.ProcessArchitecture.ToString(),
        Cores = Environment.ProcessorCount,
        MemoryGb = MemoryGigabytes(),
        Kernel = $"{File.ReadAllText("/proc/sys/kernel/osrelease").Trim()}, {RuntimeInformation.OSDescription}",
        Runtime = RuntimeInformation.FrameworkDescription,
        GarbageCollector = GCSettings.IsServerGC ? "server, concurrent" : "workstation",
        PostgreSQL = server.Version.ToString(),
        PostgreSQLSettings = await server.ReadSettingsAsync(cancellationToken),
        Revision = BuiltFrom(),
        LoadAverage = string.Join(' ', File.ReadAllText("/proc/loadavg").Split(' ').Take(3)),
        Date = TimeProvider.System.GetUtcNow(),
    };

    private static string? Field(string file, string name) => File.ReadLines(file)
        .Where(line => line.StartsWith(name, StringComparison.Ordinal))
        .Select(static line => line[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim()).FirstOrDefault();

    // "MemTotal:       24684004 kB"
    private static double MemoryGigabytes() => Field("/proc/meminfo", "MemTotal") is { } text
        ? Math.Round(double.Parse(text.Split(' ')[0], CultureInfo.InvariantCulture) * 1024 / 1e9, 1)
        : 0;

    // The SDK puts the commit behind the version: "0.1.0+18ab668...".
    private static string BuiltFrom() => typeof(MachineFacts).Assembly
        .GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown";
}
