namespace Orchestrix.Benchmarks.Peers;

/// <summary>The one small event of every command: what was added, and the sum after it.</summary>
[GenerateSerializer, Immutable, Alias("bench.peers.added")]
public sealed record Added([property: Id(0)] int Amount, [property: Id(1)] long Total)
{
    /// <summary>The events of one command, decided on the sum before it.</summary>
    public static Added[] Decide(long total, int amount, int events)
    {
        var decided = new Added[events];
        for (var index = 0; index < events; index++)
            decided[index] = new Added(amount, total += amount);
        return decided;
    }
}
