namespace Orchestrix.Benchmarks.Product;

/// <summary>Commands with ids to <c>AggregateGrain</c>s.</summary>
internal class AggregateWorkload : SiloWorkload
{
    public override async Task ExecuteAsync(string stream, string commandId, int events)
    {
        var result = await Grains.GetGrain<ITallyGrain>(stream)
            .AddAsync(new Add(1, events) { CommandId = commandId });
        if (!result.IsAccepted || result.IsRepeat)
            throw new InvalidOperationException("The command was not taken as a new one.");
    }
}
