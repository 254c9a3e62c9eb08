using Orchestrix.Sagas;

namespace Orchestrix.Cluster.Tests.Sagas;

[Alias("test.i-errand-grain")]
public interface IErrandGrain : ISagaGrain<Errand>
{
    [Alias("leave")]
    Task LeaveAsync();
}
