namespace Bank.Cli.Chaos;

/// <summary>What the chaos is to be.</summary>
/// <param name="Duration">How long there are faults.</param>
/// <param name="Seed">Decides which faults come when; what they hit depends on the machine.</param>
/// <param name="Directory">Where PostgreSQL's data and the logs go; emptied at the start.</param>
internal sealed record ChaosOptions(TimeSpan Duration, int Seed, string Directory)
{
    public const int Silos = 3;
    public const int Apis = 2;

    /// <summary>Callers that each send one transfer after the other.</summary>
    public const int Callers = 300;

    /// <summary>Accounts among which most of the money moves.</summary>
    public const int HotAccounts = 6;

    public const int ColdAccounts = 300;

    /// <summary>What each account holds at the beginning.</summary>
    public const decimal Funds = 1_000m;

    public const string Currency = "EUR";

    /// <summary>
    /// How long transfers may take to their end when the faults are over: a partner bank may let two attempts time out.
    /// </summary>
    public static TimeSpan Settling { get; } = TimeSpan.FromSeconds(150);

    public string LogDirectory => Path.Combine(Directory, "logs");

    public string DataDirectory => Path.Combine(Directory, "postgres");
}
