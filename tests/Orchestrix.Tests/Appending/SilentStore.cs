using Orchestrix.Events;
using Orchestrix.TestKit.Faults;

namespace Orchestrix.Tests.Appending;

/// <summary>A store that breaks its contract: it answers nothing.</summary>
internal sealed class SilentStore(IEventStore inner) : PassThroughEventStore(inner)
{
    public override Task<IReadOnlyList<AppendResult>> AppendAsync(
        IReadOnlyList<Commit> commits, CancellationToken cancellationToken = default) =>
        Task.FromResult<IReadOnlyList<AppendResult>>([]);
}
