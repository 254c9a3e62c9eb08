namespace Orchestrix.Benchmarks.Workers;

/// <summary>What a process has used since it started, and what it holds now.</summary>
/// <param name="CpuSeconds">Processor time, user and system, in seconds.</param>
/// <param name="AllocatedBytes">Bytes that were allocated on the managed heap.</param>
/// <param name="RssBytes">Memory that is resident now, in bytes.</param>
public sealed record Usage(double CpuSeconds, long AllocatedBytes, long RssBytes)
{
    /// <summary>Of nothing.</summary>
    public static Usage None { get; } = new(0, 0, 0);

    /// <summary>Of this process.</summary>
    public static Usage OfThisProcess() => new(
        Environment.CpuUsage.TotalTime.TotalSeconds, GC.GetTotalAllocatedBytes(), Environment.WorkingSet);

    /// <summary>Of this and another process together.</summary>
    public Usage Plus(Usage other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return new Usage(
            CpuSeconds + other.CpuSeconds, AllocatedBytes + other.AllocatedBytes, RssBytes + other.RssBytes);
    }
}
