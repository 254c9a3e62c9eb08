using System.Globalization;

namespace Orchestrix.Benchmarks.Measuring;

/// <summary>Half of a pair.</summary>
/// <param name="PerSecond">Commands in a second.</param>
/// <param name="CpuMicroseconds">
/// Processor time of silo and server for one command, which the other programs of a busy machine disturb less.
/// </param>
internal readonly record struct PairHalf(double PerSecond, double CpuMicroseconds)
{
    /// <summary>The ratios of two halves.</summary>
    public PairHalf Over(PairHalf other) => new(PerSecond / other.PerSecond, CpuMicroseconds / other.CpuMicroseconds);

    /// <summary>Both figures.</summary>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{PerSecond:N0}/s, {CpuMicroseconds:N1} µs");
}
