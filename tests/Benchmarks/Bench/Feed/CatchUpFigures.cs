namespace Orchestrix.Benchmarks.Feed;

/// <summary>How fast a projection catches up; medians of the rounds.</summary>
internal sealed record CatchUpFigures(double CatchUpPerSecond, double RebuildPerSecond, double CatchUpVersusRawRead);
