namespace Bank.Cli.Topology.Production;

/// <summary>What a production cluster of this machine is to be.</summary>
/// <param name="LogDirectory">Where the output of the programs goes.</param>
/// <param name="IsFlawed">True breaks what <see cref="Flaws"/> names.</param>
internal sealed record ProductionOptions(string LogDirectory, bool IsFlawed)
{
    public const int Silos = 3;
    public const int Apis = 2;
}
