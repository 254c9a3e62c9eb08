namespace Orchestrix.Benchmarks.Product;

/// <summary>Calls of plain <c>JournaledGrain</c>s, which know no command ids.</summary>
internal sealed class JournalWorkload : SiloWorkload
{
    public override Task ExecuteAsync(string stream, string commandId, int events) =>
        Grains.GetGrain<IJournalGrain>(stream).AddAsync(1, events);
}
