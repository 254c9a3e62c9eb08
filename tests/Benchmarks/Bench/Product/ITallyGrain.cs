using Orchestrix.Commands;

namespace Orchestrix.Benchmarks.Product;

/// <summary>The aggregate under load.</summary>
[Alias("bench.tally")]
public interface ITallyGrain : IGrainWithStringKey
{
    /// <summary>Adds and answers with the sum.</summary>
    [Alias("add")]
    Task<CommandResult<long>> AddAsync(Add command);
}
