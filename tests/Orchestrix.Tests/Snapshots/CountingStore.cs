using System.Runtime.CompilerServices;
using Orchestrix.Events;
using Orchestrix.TestKit.Faults;

namespace Orchestrix.Tests.Snapshots;

/// <summary>Passes everything on, and counts the events that were read from streams.</summary>
internal sealed class CountingStore(IEventStore inner) : PassThroughEventStore(inner)
{
    public int Events { get; private set; }

    public override async IAsyncEnumerable<RecordedEvent> ReadStreamAsync(
        StreamId stream, StreamRead read, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await foreach (var recorded in Inner.ReadStreamAsync(stream, read, cancellationToken))
        {
            Events++;
            yield return recorded;
        }
    }
}
