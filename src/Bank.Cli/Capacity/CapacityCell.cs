namespace Bank.Cli.Capacity;

/// <summary>What one cluster carried.</summary>
/// <param name="Silos">Its silos.</param>
/// <param name="Apis">Its HTTP APIs.</param>
/// <param name="Tls">
/// True if everything was encrypted and proven by certificates: HTTP, silos and APIs among themselves, PostgreSQL.
/// </param>
/// <param name="CommandsPerS">Commands that were acknowledged in a second.</param>
/// <param name="P50Ms">Milliseconds within which half of them were.</param>
/// <param name="P99Ms">Milliseconds within which 99 % of them were.</param>
/// <param name="ApiCpuUs">Processor time of all APIs for a command, in µs.</param>
/// <param name="SiloCpuUs">That of all silos.</param>
/// <param name="DatabaseCpuUs">That of PostgreSQL.</param>
/// <param name="CallerCpuUs">That of the customers, who are on the same machine.</param>
/// <param name="ApiMb">Memory of the largest API at the end, in MB.</param>
/// <param name="SiloMb">That of the largest silo.</param>
/// <param name="Retried">Requests that had to be sent again.</param>
internal sealed record CapacityCell(
    int Silos, int Apis, bool Tls, double CommandsPerS, double P50Ms, double P99Ms, double ApiCpuUs, double SiloCpuUs,
    double DatabaseCpuUs, double CallerCpuUs, double ApiMb, double SiloMb, long Retried);
