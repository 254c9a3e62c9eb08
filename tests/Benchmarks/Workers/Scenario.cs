namespace Orchestrix.Benchmarks.Workers;

/// <summary>What a worker is asked to measure: one line of JSON on its standard input.</summary>
/// <param name="Kind">Which streams the callers write to.</param>
/// <param name="Callers">Callers that each wait for an answer before they send the next command.</param>
/// <param name="Events">Events of one command.</param>
/// <param name="WarmupSeconds">Load before the clock starts.</param>
/// <param name="Seconds">Load that is measured.</param>
/// <param name="Streams">
/// First part of the names of the streams, to go on with those of an earlier scenario. Default null: new streams, so
/// that no system pays for how long its streams became in an earlier scenario.
/// </param>
public sealed record Scenario(
    ScenarioKind Kind, int Callers, int Events, double WarmupSeconds, double Seconds, string? Streams = null)
{
    /// <summary>Events that a stream of <see cref="ScenarioKind.HotAged"/> has before its load begins.</summary>
    public const int AgedStream = 1_000;
}
