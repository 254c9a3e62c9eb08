using Orchestrix.Events;
using Orchestrix.TestKit.Faults;

namespace Orchestrix.Tests.Subscriptions;

/// <summary>Passes everything on to the present store, which a test may replace as a restored backup does.</summary>
internal sealed class ReplaceableStore(IEventStore first) : PassThroughEventStore(first)
{
    public void Replace(IEventStore by) => Inner = by;
}
