namespace Bank.Cli.Topology;

/// <summary>What a cluster of this machine is to be.</summary>
/// <param name="Silos">How many silos.</param>
/// <param name="Apis">How many HTTP APIs.</param>
/// <param name="DataDirectory">Where the private PostgreSQL keeps its data.</param>
/// <param name="LogDirectory">Where the output of the programs goes.</param>
internal sealed record ClusterOptions(int Silos, int Apis, string DataDirectory, string LogDirectory)
{
    /// <summary>The port of the first API if nobody else has it.</summary>
    public const int PreferredPort = 5080;

    /// <summary>
    /// The hosts' environment, such as <c>Production</c>. Every other setting of theirs is inherited from the
    /// environment of this program.
    /// </summary>
    public string Environment { get; init; } = "Development";

    /// <summary>
    /// True if silos and APIs prove to each other who they are, with certificates that end with the cluster. Default
    /// false: programs of before that cannot be mixed with them.
    /// </summary>
    public bool WithTls { get; init; }
}
