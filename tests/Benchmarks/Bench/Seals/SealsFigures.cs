using System.Text.Json.Nodes;

namespace Orchestrix.Benchmarks.Seals;

/// <summary>What the plan <c>seals</c> measured.</summary>
/// <param name="SealedPerSecond">Commands in a second while the log is sealed; median.</param>
/// <param name="UnsealedPerSecond">Commands in a second while it is not; median.</param>
/// <param name="CostPercent">By how much sealing lowers the rate: median over the pairs.</param>
/// <param name="SealedCpu">Processor time of silo and server for a command while the log is sealed, µs; median.</param>
/// <param name="UnsealedCpu">The same while it is not.</param>
/// <param name="CpuCostPercent">By how much sealing raises it: median over the pairs.</param>
/// <param name="VerifiedPerSecond">Events compared with their seals in a second, in parallel.</param>
internal sealed record SealsFigures(
    double SealedPerSecond, double UnsealedPerSecond, double CostPercent, double SealedCpu, double UnsealedCpu,
    double CpuCostPercent, double VerifiedPerSecond)
{
    /// <summary>The last line of the output.</summary>
    public string ToJsonString() => new JsonObject
    {
        ["sealed_commands_per_s"] = Math.Round(SealedPerSecond),
        ["unsealed_commands_per_s"] = Math.Round(UnsealedPerSecond),
        ["cost_percent"] = Math.Round(CostPercent, 2),
        ["sealed_cpu_us"] = Math.Round(SealedCpu, 1),
        ["unsealed_cpu_us"] = Math.Round(UnsealedCpu, 1),
        ["cpu_cost_percent"] = Math.Round(CpuCostPercent, 2),
        ["verified_events_per_s"] = Math.Round(VerifiedPerSecond),
    }.ToJsonString();
}
