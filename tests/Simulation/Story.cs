using Orchestrix.Simulation.Transfers;
using Orchestrix.Simulation.Trips;
using Orchestrix.TestKit.Sagas;

namespace Orchestrix.Simulation;

/// <summary>A story that is simulated.</summary>
/// <param name="Name">What the user types.</param>
/// <param name="Tell">See <see cref="SagaSimulation.Run"/>.</param>
internal sealed record Story(string Name, Func<SagaWorld, Action> Tell)
{
    /// <summary>Every story; each seed runs all of them.</summary>
    public static IReadOnlyList<Story> All { get; } =
    [
        new("transfers", TransferStory.Tell),
        new("sequences", TripStory.TellOfSequences),
        new("branches", TripStory.TellOfBranches),
        new("parts", TripStory.TellOfParts),
    ];
}
