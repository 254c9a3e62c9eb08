namespace Orchestrix.Benchmarks.Workers;

/// <summary>What a worker is asked to measure: one line of JSON on its standard input.</summary>
/// <param name="Kind">Which streams the callers write to.</param>
/// <param name="Callers">Callers that each wait for an answer before they send the next command.</param>
/// <param name="Events">Events of one command.</param>
/// <param name="WarmupSeconds">Load before the clock starts.</param>
/// <param name="Seconds">Load that is measured.</param>
public sealed record Scenario(ScenarioKind Kind, int Callers, int Events, double WarmupSeconds, double Seconds);
