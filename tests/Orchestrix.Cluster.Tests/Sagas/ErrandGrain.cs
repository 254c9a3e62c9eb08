using Orchestrix.Sagas;

namespace Orchestrix.Cluster.Tests.Sagas;

[GrainType("errand")]
public sealed class ErrandGrain : SagaGrain<Errand>, IErrandGrain
{
    public Task LeaveAsync()
    {
        DeactivateOnIdle();
        return Task.CompletedTask;
    }
}
