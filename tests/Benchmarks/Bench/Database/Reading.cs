namespace Orchestrix.Benchmarks.Database;

/// <summary>Counters of server and machine at one moment; the difference of two is what happened between.</summary>
/// <param name="DatabaseCpuSeconds">Processor time of all processes of the server.</param>
/// <param name="WalBytes">Position in the write-ahead log.</param>
/// <param name="MachineBusySeconds">Processor time of everything on the machine.</param>
internal sealed record Reading(double DatabaseCpuSeconds, long WalBytes, double MachineBusySeconds)
{
    /// <summary>What happened since an earlier reading.</summary>
    public Reading Since(Reading earlier) => new(
        DatabaseCpuSeconds - earlier.DatabaseCpuSeconds, WalBytes - earlier.WalBytes,
        MachineBusySeconds - earlier.MachineBusySeconds);
}
