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

    /// <summary>Signs the certificates of all programs; null for programs that speak without.</summary>
    public LocalAuthority? Authority { get; init; }

    /// <summary>True lets the HTTP APIs speak plain HTTP in spite of <see cref="Authority"/>.</summary>
    public bool IsHttpPlain { get; init; }

    /// <summary>True if the schema is there: silos get no connection of its owner, and migrate nothing.</summary>
    public bool IsMigrated { get; init; }

    /// <summary>Changes the settings of a place, by its name, before each start.</summary>
    public Action<string, Dictionary<string, string>> Adjust { get; init; } = static (_, _) => { };

    /// <summary>A client of the APIs and of the silos' health.</summary>
    public HttpClient NewHttp(TimeSpan timeout) =>
        new(Authority?.NewHandler() ?? new SocketsHttpHandler()) { Timeout = timeout };
}
