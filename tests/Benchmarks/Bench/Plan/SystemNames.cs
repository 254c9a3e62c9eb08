namespace Orchestrix.Benchmarks.Plan;

/// <summary>What is measured, by the names that reports and options use.</summary>
internal static class SystemNames
{
    public const string Aggregate = "aggregate";
    public const string Gateway = "aggregate-tcp";
    public const string Journal = "journal";
    public const string Bulk = "bulk";
    public const string Pgbench = "pgbench";
    public const string Marten = "marten";
    public const string LogStorage = "logstorage";
    public const string StateStorage = "statestorage";
    public const string Akka = "akka";

    public static IReadOnlyList<string> Product { get; } = [Aggregate, Gateway, Journal];

    public static IReadOnlyList<string> Baselines { get; } = [Pgbench, Bulk];

    public static IReadOnlyList<string> Peers { get; } = [Marten, LogStorage, StateStorage, Akka];

    public static IReadOnlyList<string> All { get; } = [.. Baselines, .. Product, .. Peers];

    /// <summary>For people.</summary>
    public static string Title(string system) => system switch
    {
        Aggregate => "Orchestrix `AggregateGrain`",
        Gateway => "Orchestrix `AggregateGrain`, client over TCP",
        Journal => "Orchestrix, plain `JournaledGrain`",
        Bulk => "bulk insert, no application",
        Pgbench => "pgbench, one row per commit",
        Marten => "Marten, Quick append",
        LogStorage => "Orleans LogStorage, AdoNet",
        StateStorage => "Orleans StateStorage, AdoNet",
        Akka => "Akka.Persistence.Sql",
        _ => system,
    };
}
