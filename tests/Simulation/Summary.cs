using System.Text.Json;
using Orchestrix.TestKit.Sagas;

namespace Orchestrix.Simulation;

/// <summary>What all runs together were like. Safe for concurrent use.</summary>
internal sealed class Summary
{
    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
    };

    private readonly Lock _gate = new();

    public int Seeds { get; private set; }

    public int Runs { get; private set; }

    public int Failures { get; private set; }

    public long Steps { get; private set; }

    public long Faults { get; private set; }

    public long Crashes { get; private set; }

    public double Seconds { get; private set; }

    public void Add(IReadOnlyList<SagaSimulationRun> runsOfSeed, TimeSpan elapsed)
    {
        lock (_gate)
        {
            Seeds++;
            Runs += runsOfSeed.Count;
            Failures += runsOfSeed.Count(static run => run.Failure is not null);
            Steps += runsOfSeed.Sum(static run => run.Steps);
            Faults += runsOfSeed.Sum(static run => (long)run.Faults);
            Crashes += runsOfSeed.Sum(static run => (long)run.Crashes);
            Seconds = Math.Round(elapsed.TotalSeconds, 1);
        }
    }

    public string ToJson()
    {
        lock (_gate)
            return JsonSerializer.Serialize(this, Json);
    }
}
