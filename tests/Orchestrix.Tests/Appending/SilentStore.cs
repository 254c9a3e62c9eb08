using Orchestrix.Events;
using Orchestrix.TestKit.Faults;

namespace Orchestrix.Tests.Appending;

/// <summary>A store that breaks its contract: it answers nothing, or something else than what it did.</summary>
internal sealed class SilentStore(
    IEventStore inner, Func<IReadOnlyList<AppendResult>, IReadOnlyList<AppendResult>>? distort = null)
    : PassThroughEventStore(inner)
{
    public override async Task<IReadOnlyList<AppendResult>> AppendAsync(
        IReadOnlyList<Commit> commits, CancellationToken cancellationToken = default) =>
        distort is null ? [] : distort(await Inner.AppendAsync(commits, cancellationToken));
}
