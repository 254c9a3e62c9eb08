using Orchestrix.Aggregates;
using Orchestrix.Snapshots;

namespace Orchestrix.Tests.Snippets;

// snippet: snapshot-policy
[Snapshot(schemaVersion: 1, Every = 500, AfterReplayOf = 200)]
public sealed record Visits : IAggregateState<Visits>
{
    public int Count { get; init; }

    public Visits Apply(object @event) => this with { Count = Count + 1 };
}
// end-snippet
