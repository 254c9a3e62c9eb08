using Orchestrix.Commands;

namespace Orchestrix.Benchmarks.Product;

/// <summary>Adds to a tally, in as many events as asked.</summary>
[GenerateSerializer, Immutable, Alias("bench.add")]
public sealed record Add([property: Id(0)] int Amount, [property: Id(1)] int Events) : Command;
