namespace Orchestrix.Benchmarks.Feed;

/// <summary>How long committed events take to become rows, under a constant rate of commands.</summary>
/// <param name="P50Ms">From the moment that the log records for the commit until the row is seen; the median.</param>
/// <param name="P99Ms">The same; 99 % stay below.</param>
/// <param name="MaxMs">The same; the longest.</param>
/// <param name="CommandP50Ms">From when a command was due until its answer; the median.</param>
/// <param name="CommandP99Ms">The same; 99 % stay below.</param>
/// <param name="CommandsPerSecond">Commands that were answered.</param>
/// <param name="Unseen">Commands whose row was never seen: the measurement has failed if there is one.</param>
/// <param name="BusyShare">Share of the machine that was busy, from 0 to 1.</param>
/// <param name="OtherShare">Share that was busy with something else than this measurement.</param>
internal sealed record LiveFigures(
    double P50Ms, double P99Ms, double MaxMs, double CommandP50Ms, double CommandP99Ms, double CommandsPerSecond,
    int Unseen, double BusyShare, double OtherShare);
