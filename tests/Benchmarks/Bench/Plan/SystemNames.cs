namespace Orchestrix.Benchmarks.Plan;

/// <summary>What is measured, by the names that reports and options use.</summary>
internal static class SystemNames
{
    public const string Aggregate = "aggregate";
    public const string Gateway = "aggregate-tcp";
    public const string Journal = "journal";
    public const string Transfers = "transfers";
    public const string Bulk = "bulk";
    public const string BulkIndexed = "bulk-indexed";
    public const string Pgbench = "pgbench";
    public const string Marten = "marten";
    public const string MartenAppend = "marten-append";
    public const string MartenExclusive = "marten-exclusive";
    public const string LogStorage = "logstorage";
    public const string StateStorage = "statestorage";
    public const string Akka = "akka";

    /// <summary>A silo that tells no other one what it appends.</summary>
    public const string Silent = "aggregate-silent";

    /// <summary>A silo that also runs twenty subscriptions.</summary>
    public const string Followed = "aggregate-followed";

    private const string TunedSuffix = "-tuned";

    public static IReadOnlyList<string> Product { get; } = [Aggregate, Gateway, Journal];

    /// <summary>What only the suite <c>feed</c> measures.</summary>
    public static IReadOnlyList<string> Feed { get; } = [Silent, Followed];

    public static IReadOnlyList<string> Baselines { get; } = [Pgbench, Bulk, BulkIndexed];

    /// <summary>The peers with the settings that they come with.</summary>
    public static IReadOnlyList<string> PlainPeers { get; } = [Marten, LogStorage, StateStorage, Akka];

    /// <summary>The same peers with what their documentation offers besides.</summary>
    public static IReadOnlyList<string> TunedPeers { get; } = [.. PlainPeers.Select(Tuned)];

    public static IReadOnlyList<string> Peers { get; } =
        [.. PlainPeers, .. TunedPeers, MartenAppend, MartenExclusive];

    public static IReadOnlyList<string> All { get; } = [.. Baselines, .. Product, .. Peers];

    /// <summary>The name of a peer with better settings.</summary>
    public static string Tuned(string peer) => peer + TunedSuffix;

    /// <summary>For people.</summary>
    public static string Title(string system) => system.EndsWith(TunedSuffix, StringComparison.Ordinal)
        ? $"{PlainTitle(system[..^TunedSuffix.Length])}, tuned"
        : PlainTitle(system);

    private static string PlainTitle(string system) => system switch
    {
        Aggregate => "Orchestrix `AggregateGrain`",
        Gateway => "Orchestrix `AggregateGrain`, client over TCP",
        Journal => "Orchestrix, plain `JournaledGrain`",
        Transfers => "transfers between two accounts",
        Bulk => "bulk insert, no application",
        BulkIndexed => "bulk insert with the log's three indexes, no application",
        Pgbench => "pgbench, one row per commit",
        Marten => "Marten Quick",
        MartenAppend => "Marten Quick, tuned, append without reading",
        MartenExclusive => "Marten Quick, tuned, with a lock on the stream",
        LogStorage => "Orleans LogStorage, AdoNet",
        StateStorage => "Orleans StateStorage, AdoNet",
        Akka => "Akka.Persistence.Sql",
        _ => system,
    };
}
