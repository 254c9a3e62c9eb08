namespace Orchestrix.Benchmarks.Peers.OrleansStorage;

/// <summary>The log consistency providers that come with Orleans and can use a database.</summary>
public enum LogProvider
{
    /// <summary>Keeps all events of a grain in one value, and writes all of them each time.</summary>
    LogStorage,

    /// <summary>Keeps the newest state of a grain, and forgets the events.</summary>
    StateStorage,
}
