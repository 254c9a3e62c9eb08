using Orchestrix.Events;

namespace Orchestrix.Benchmarks.Micro.Fold;

/// <summary>The one small event of the plain journaled grain.</summary>
[EventType("bench.added")]
public sealed record Added(int Amount);
