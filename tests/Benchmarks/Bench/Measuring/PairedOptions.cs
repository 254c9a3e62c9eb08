namespace Orchestrix.Benchmarks.Measuring;

/// <summary>How a <see cref="PairedRun"/> measures.</summary>
/// <param name="Rounds">Pairs.</param>
/// <param name="Seconds">How long each half of a pair is measured.</param>
/// <param name="Callers">Callers, each waiting for its answer before it sends the next command.</param>
internal sealed record PairedOptions(int Rounds, double Seconds, int Callers);
