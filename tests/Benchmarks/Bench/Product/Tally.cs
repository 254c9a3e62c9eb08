using Orchestrix.Aggregates;

namespace Orchestrix.Benchmarks.Product;

/// <summary>A sum: the smallest state that a command depends on.</summary>
public sealed record Tally : IAggregateState<Tally>
{
    /// <summary>What was added up.</summary>
    public long Total { get; init; }

    /// <inheritdoc/>
    public Tally Apply(object @event) => @event is Added added ? new Tally { Total = added.Total } : this;
}
