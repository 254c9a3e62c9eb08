namespace Orchestrix.Benchmarks.Measuring;

/// <summary>What appends cost in an empty log and in a full one.</summary>
/// <param name="Empty">Before the fill.</param>
/// <param name="Full">After it.</param>
/// <param name="FilledEvents">Events that the fill appended.</param>
/// <param name="FillSeconds">How long that took.</param>
internal sealed record FillResult(FillEnd Empty, FillEnd Full, long FilledEvents, double FillSeconds);
