using Orchestrix.Events;
using Orchestrix.InMemory;
using Orchestrix.TestKit.Faults;

namespace Orchestrix.Cluster.Tests.Support;

/// <summary>The in-memory store, whose place another one can take that lacks the latest events.</summary>
public sealed class ReplaceableStore() : PassThroughEventStore(new InMemoryEventStore())
{
    /// <summary>A fail-over to a server that has only the first events of a stream, one commit for each.</summary>
    public async Task ForgetAsync(StreamId stream, int kept)
    {
        var replacement = new InMemoryEventStore();
        await foreach (var recorded in Inner.ReadStreamAsync(stream, StreamRead.Forwards(maxCount: kept)))
        {
            await replacement.AppendAsync([new Commit
            {
                Stream = stream,
                ExpectedVersion = ExpectedVersion.Any,
                CommitId = recorded.CommitId,
                Events = [new EventData(
                    recorded.EventId, recorded.EventType, recorded.SchemaVersion, recorded.Json)],
            }]);
        }
        Inner = replacement;
    }
}
