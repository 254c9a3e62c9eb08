using Orchestrix.Events;

namespace Orchestrix.Benchmarks.Micro.Serialization;

/// <summary>An event whose first version called the reference a text.</summary>
[EventType("bench.paid", 2)]
public sealed record Paid(decimal Amount, string Currency, string Reference);
