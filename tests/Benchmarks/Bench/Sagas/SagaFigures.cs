using System.Text.Json.Nodes;

namespace Orchestrix.Benchmarks.Sagas;

/// <summary>What the plan <c>sagas</c> measured; medians of its rounds.</summary>
/// <param name="PerSecond">Transfers between any two of many accounts that ended in a second.</param>
/// <param name="P50Ms">From the start of such a transfer to the answer that it has ended, at the median.</param>
/// <param name="P99Ms">The same, that 99 % stay below.</param>
/// <param name="FewPerSecond">Transfers among ten accounts only.</param>
/// <param name="LoneMs">A transfer of a caller that is alone, at the median.</param>
/// <param name="VersusPgbench">Commits of transfers, five each, against pgbench's one-row commits.</param>
/// <param name="ApplicationCpuPerThousand">Processor time of silo and caller for 1,000 transfers, in seconds.</param>
/// <param name="DatabaseCpuPerThousand">Processor time of PostgreSQL for 1,000 transfers, in seconds.</param>
/// <param name="Failed">Transfers that did not complete.</param>
internal sealed record SagaFigures(
    double PerSecond, double P50Ms, double P99Ms, double FewPerSecond, double LoneMs, double VersusPgbench,
    double ApplicationCpuPerThousand, double DatabaseCpuPerThousand, long Failed)
{
    /// <summary>The last line of the output.</summary>
    public string ToJsonString() => new JsonObject
    {
        ["transfers_per_s"] = Math.Round(PerSecond),
        ["transfer_p50_ms"] = Math.Round(P50Ms, 1),
        ["transfer_p99_ms"] = Math.Round(P99Ms, 1),
        ["few_accounts_transfers_per_s"] = Math.Round(FewPerSecond),
        ["single_transfer_ms"] = Math.Round(LoneMs, 2),
        ["commits_vs_pgbench"] = Math.Round(VersusPgbench, 3),
        ["app_cpu_s_per_1000"] = Math.Round(ApplicationCpuPerThousand, 3),
        ["db_cpu_s_per_1000"] = Math.Round(DatabaseCpuPerThousand, 3),
        ["failed"] = Failed,
    }.ToJsonString();
}
