namespace Bank.Client.Ops.Sampling;

/// <summary>How long the commands of a period took, as their callers saw it.</summary>
/// <param name="PerSecond">How many there were.</param>
/// <param name="Failed">How many were answered with 500 or above.</param>
/// <param name="Median">The median in milliseconds; null if there were none.</param>
/// <param name="P99">The 99th percentile in milliseconds; null if there were none.</param>
internal sealed record CommandTimes(double PerSecond, long Failed, double? Median, double? P99);
