using Orchestrix.Benchmarks.Product;
using Orchestrix.Benchmarks.Workers;

switch (args)
{
    case ["worker", "aggregate"]:
        await Worker.RunAsync(new AggregateWorkload());
        return 0;
    case ["worker", "journal"]:
        await Worker.RunAsync(new JournalWorkload());
        return 0;
    default:
        await Console.Error.WriteLineAsync("usage: worker aggregate|journal");
        return 2;
}
