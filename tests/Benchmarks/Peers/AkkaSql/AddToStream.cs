namespace Orchestrix.Benchmarks.Peers.AkkaSql;

/// <summary>The command, with the stream that it is for.</summary>
internal sealed record AddToStream(string Stream, int Amount, int Events);
