using System.Text.Json.Nodes;

namespace Orchestrix.Benchmarks.Sagas;

/// <summary>What the plan <c>sagas-idle</c> measured.</summary>
/// <param name="Waiting">Sagas that wait.</param>
/// <param name="ActiveBytes">Memory of the silo for each of them while its grain is active.</param>
/// <param name="IdleBytes">The same after its grain was deactivated, as Orleans does after 15 minutes.</param>
/// <param name="RowBytes">Disk space of the index for each.</param>
/// <param name="Idle">The load while all of them wait.</param>
/// <param name="Empty">The load of the same silo before there was one.</param>
/// <param name="IndexedPerSecond">Short sagas a second with the index.</param>
/// <param name="UnindexedPerSecond">The same without it; medians of paired rounds.</param>
internal sealed record IdleFigures(
    int Waiting, double ActiveBytes, double IdleBytes, double RowBytes, IdleLoad Idle, IdleLoad Empty,
    double IndexedPerSecond, double UnindexedPerSecond)
{
    /// <summary>The last line of the output.</summary>
    public string ToJsonString() => new JsonObject
    {
        ["waiting_sagas"] = Waiting,
        ["active_bytes_per_saga"] = Math.Round(ActiveBytes),
        ["idle_bytes_per_saga"] = Math.Round(IdleBytes),
        ["index_bytes_per_saga"] = Math.Round(RowBytes),
        ["idle_transactions_per_s"] = Math.Round(Idle.TransactionsPerSecond, 1),
        ["idle_postgres_cpu_percent"] = Math.Round(Idle.ServerPercent, 2),
        ["idle_silo_cpu_percent"] = Math.Round(Idle.SiloPercent, 2),
        ["empty_transactions_per_s"] = Math.Round(Empty.TransactionsPerSecond, 1),
        ["empty_postgres_cpu_percent"] = Math.Round(Empty.ServerPercent, 2),
        ["empty_silo_cpu_percent"] = Math.Round(Empty.SiloPercent, 2),
        ["short_sagas_per_s"] = Math.Round(IndexedPerSecond),
        ["short_sagas_per_s_without_index"] = Math.Round(UnindexedPerSecond),
        ["index_cost"] = Math.Round(1 - IndexedPerSecond / UnindexedPerSecond, 3),
    }.ToJsonString();
}
