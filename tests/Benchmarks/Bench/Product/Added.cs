using Orchestrix.Events;

namespace Orchestrix.Benchmarks.Product;

/// <summary>The one small event of every command: what was added, and the sum after it.</summary>
[EventType("bench.added")]
public sealed record Added(int Amount, long Total);
