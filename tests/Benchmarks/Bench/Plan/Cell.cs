using System.Globalization;
using Orchestrix.Benchmarks.Workers;

namespace Orchestrix.Benchmarks.Plan;

/// <summary>One system under one load.</summary>
/// <param name="System">One of <see cref="SystemNames"/>.</param>
/// <param name="Kind">Which streams the callers write to; means nothing to a baseline.</param>
/// <param name="Callers">Callers, clients of a baseline.</param>
/// <param name="Events">Events of a command, rows of a baseline's commit.</param>
internal sealed record Cell(string System, ScenarioKind Kind, int Callers, int Events)
{
    /// <summary>Whether the system is a baseline, which knows no streams.</summary>
    public bool IsBaseline => SystemNames.Baselines.Contains(System);

    /// <summary>The load, for people and as a heading.</summary>
    public string Load => (IsBaseline, Kind, Events) switch
    {
        (true, _, _) => "rows",
        (_, ScenarioKind.Hot, 1) => "hot grains",
        (_, ScenarioKind.Hot, _) => $"hot grains, {Events} events per command",
        (_, ScenarioKind.HotAged, _) => string.Create(
            CultureInfo.InvariantCulture, $"hot grains of {Scenario.AgedStream:N0} events"),
        (_, ScenarioKind.Cold, _) => "cold grains",
        _ => "one hot stream",
    };
}
