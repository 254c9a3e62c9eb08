using Orchestrix.Sagas;

namespace Orchestrix.TestKit.Sagas;

/// <content>What holds for the history of every saga.</content>
public sealed partial class SagaWorld
{
    /// <summary>Checks the guarantees of the engine on everything that the log has about sagas.</summary>
    /// <exception cref="SagaSimulationException">One does not hold.</exception>
    internal void CheckHistories()
    {
        foreach (var stream in _known)
        {
            var events = Events(stream.GrainType, stream.Key);
            if (SagaHistory.Fault(events) is { } fault)
                throw new SagaSimulationException($"{stream}: {fault}");
        }
    }
}
