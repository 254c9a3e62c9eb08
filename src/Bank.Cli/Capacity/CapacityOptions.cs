namespace Bank.Cli.Capacity;

/// <summary>How it is measured.</summary>
/// <param name="Callers">Customers, each waiting for its answer before it sends the next command.</param>
/// <param name="Duration">How long each cluster is measured.</param>
/// <param name="Rounds">How often each cluster is measured.</param>
/// <param name="LogDirectory">Where the output of the programs goes.</param>
internal sealed record CapacityOptions(int Callers, TimeSpan Duration, int Rounds, string LogDirectory)
{
    /// <summary>How long the customers are at work before it counts: code is compiled, pools are filled.</summary>
    public static TimeSpan Warmup => TimeSpan.FromSeconds(5);

    /// <summary>How many silos and APIs are measured.</summary>
    public static IReadOnlyList<(int Silos, int Apis)> Sizes { get; } = [(1, 1), (3, 2)];
}
