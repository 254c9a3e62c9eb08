using Bank.Cli.Drill;
using Npgsql;
using Orchestrix.PostgreSQL.Local;

namespace Bank.Cli.Topology.Production;

/// <summary>
/// Mistakes that are made in real installations, each on purpose: what readiness says about them is known beforehand.
/// </summary>
internal static class Flaws
{
    private static readonly TimeSpan _pause = TimeSpan.FromMilliseconds(50);

    /// <summary>What is done to the cluster, and the check that fails for it.</summary>
    public static IReadOnlyList<(string Deed, string Check)> All { get; } =
    [
        ("fsync is off", "persistence.fsync"),
        ("an index of the schema is dropped", "persistence.drift"),
        ("commits wait for no standby", "persistence.replica"),
        ("an event is inserted past the function that appends", "persistence.integrity"),
        ("the application's role may update events", "security.role"),
        ("files of the write-ahead log cannot be archived", "backups.archive"),
        ("no backup was taken", "backups.base"),
        ("so none was restored", "backups.drill"),
        ("only two silos run", "cluster.silos"),
        ("the HTTP APIs speak plain HTTP", "security.http-tls"),
        ("so they have no certificate", "security.http-certificate"),
        ("one silo writes its logs for people", "observability.logs"),
        ("so they are not redacted", "observability.redaction"),
        ("nobody collects metrics", "observability.scrape"),
        ("so nobody is alerted", "errors.alert-rules"),
        ("and no alert would reach anybody", "errors.alert-delivery"),
    ];

    /// <summary>Breaks the settings of a program before it starts.</summary>
    public static void Break(string place, Dictionary<string, string> settings)
    {
        if (place == "silo-2")
            settings["Observability__Logging__Json"] = "false";
    }

    /// <summary>Breaks a server that runs; returns when it knows.</summary>
    public static async Task BreakAsync(LocalPostgres server, TimeProvider time, CancellationToken cancellationToken)
    {
        var superuser = new NpgsqlConnectionStringBuilder(server.SuperuserConnectionString)
        {
            Database = new NpgsqlConnectionStringBuilder(server.OwnerConnectionString).Database,
        };
        await using var database = new DrillDatabase(superuser.ConnectionString);
        string[] deeds =
        [
            "fsync_off", "archive_fails", "drop_index", "wait_for_nobody", "insert_stray", "grant_update", "reload",
        ];
        foreach (var deed in deeds)
            await database.ExecuteAsync(deed, cancellationToken);
        await database.ReadAsync<string>("switch_wal", cancellationToken);
        while (!await database.ReadAsync<bool>("has_archive_failed", cancellationToken))
            await Task.Delay(_pause, time, cancellationToken);
    }
}
