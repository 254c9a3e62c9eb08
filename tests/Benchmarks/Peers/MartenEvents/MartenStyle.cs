namespace Orchestrix.Benchmarks.Peers.MartenEvents;

/// <summary>How a command reads the state that it decides on.</summary>
public enum MartenStyle
{
    /// <summary><c>FetchForWriting</c>; a command that loses a race is tried again.</summary>
    Optimistic,

    /// <summary>
    /// <c>FetchForExclusiveWriting</c>: a lock on the stream's row from reading to saving, for a
    /// stream that many write to.
    /// </summary>
    Exclusive,

    /// <summary>A plain <c>Append</c> that reads no state: less than the others do, and an upper bound.</summary>
    Append,
}
