using Orchestrix.Aggregates;
using Orchestrix.Commands;

namespace Orchestrix.Benchmarks.Product;

/// <inheritdoc cref="ITallyGrain"/>
[GrainType("tally")]
public sealed class TallyGrain : AggregateGrain<Tally>, ITallyGrain
{
    /// <inheritdoc/>
    public Task<CommandResult<long>> AddAsync(Add command) => HandleAsync(command, Decide, static tally => tally.Total);

    private static Decision Decide(Tally tally, Add command)
    {
        if (command.Events == 1)
            return Decision.Accept(new Added(command.Amount, tally.Total + command.Amount));
        var events = new object[command.Events];
        for (var index = 0; index < events.Length; index++)
            events[index] = new Added(command.Amount, tally.Total + (command.Amount * (index + 1L)));
        return Decision.Accept(events);
    }
}
