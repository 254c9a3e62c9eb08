using System.Globalization;
using Orchestrix.Errors;
using Orchestrix.PostgreSQL.Local;

namespace Bank.Cli.Drill.Backup;

/// <summary>
/// pgBackRest with the configuration of <c>deploy/backup</c>; only paths and the port are those of the drill. It runs
/// as the server's user.
/// </summary>
/// <param name="folder">Where configuration, repository and logs go.</param>
internal sealed class PgBackRest(DrillFolder folder)
{
    private const string Program = "pgbackrest";
    private const string Resource = "Bank.Cli.Drill.Backup.pgbackrest.conf";

    private string _dataDirectory = folder["primary"];

    /// <summary>The settings of a server that is to be backed up; the same as in <c>deploy/backup</c>.</summary>
    public LocalPostgresOptions ServerOptions()
    {
        var options = new LocalPostgresOptions { DataDirectory = _dataDirectory };
        options.Settings["wal_level"] = "replica";
        options.Settings["archive_mode"] = "on";
        options.Settings["archive_command"] =
            $"{string.Join(' ', [Find(), .. Options(_dataDirectory)])} archive-push %p";
        options.Settings["archive_timeout"] = "60";
        return options;
    }

    /// <summary>Makes the repository.</summary>
    public async Task CreateAsync(LocalPostgres server, CancellationToken cancellationToken)
    {
        _dataDirectory = server.DataDirectory;
        foreach (var name in (string[])["repository", "logs", "locks"])
            await server.MakeDirectoryAsync(folder[name], cancellationToken);
        await RunAsync(server, cancellationToken, "stanza-create");
    }

    /// <summary>Writes the configuration, which the server's settings name.</summary>
    public async Task WriteConfigurationAsync(CancellationToken cancellationToken)
    {
        await using var shipped = typeof(PgBackRest).Assembly.GetManifestResourceStream(Resource)
            ?? throw new InvalidOperationException($"{Resource} is not embedded in the assembly.");
        await using var file = File.Create(folder["pgbackrest.conf"]);
        await shipped.CopyToAsync(file, cancellationToken);
    }

    /// <summary>Takes a backup.</summary>
    /// <param name="server">The server.</param>
    /// <param name="kind"><c>full</c> or <c>incr</c>.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public Task BackUpAsync(LocalPostgres server, string kind, CancellationToken cancellationToken) =>
        RunAsync(server, cancellationToken, $"--type={kind}", "backup");

    /// <summary>What backups there are, as <c>pgbackrest info --output=json</c> says it.</summary>
    public Task<string> InfoAsync(LocalPostgres server, CancellationToken cancellationToken) =>
        RunAsync(server, [.. Options(), "--output=json", "info"], [], cancellationToken);

    /// <summary>
    /// Restores the cluster into an empty directory; it is not started. Once it is, it archives nothing: a copy must
    /// not write into the repository that it came from.
    /// </summary>
    /// <param name="tools">Runs the program.</param>
    /// <param name="directory">Where it goes.</param>
    /// <param name="instant">As of when; null for all that was archived.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public Task RestoreAsync(
        LocalPostgres tools, string directory, DateTimeOffset? instant, CancellationToken cancellationToken) =>
        RunAsync(
            tools,
            [
                .. Options(directory), "--archive-mode=off",
                .. instant is { } target
                    ?
                    [
                        "--type=time", "--target-action=promote",
                        string.Create(
                            CultureInfo.InvariantCulture,
                            $"--target={target.UtcDateTime:yyyy-MM-dd HH:mm:ss.ffffff}+00"),
                    ]
                    : (string[])[],
                "restore",
            ],
            [], cancellationToken);

    private async Task<string> RunAsync(
        LocalPostgres server, CancellationToken cancellationToken, params string[] command)
    {
        // The server has no socket; libpq takes what pgBackRest leaves open from here.
        var environment = new Dictionary<string, string>
        {
            ["PGHOST"] = "127.0.0.1",
            ["PGPASSFILE"] = await server.WritePasswordsAsync(cancellationToken),
        };
        var port = server.Port.ToString(CultureInfo.InvariantCulture);
        return await RunAsync(
            server, [.. Options(server.DataDirectory), $"--pg1-port={port}", "--pg1-user=postgres", .. command],
            environment, cancellationToken);
    }

    private static async Task<string> RunAsync(
        LocalPostgres tools, string[] arguments, Dictionary<string, string> environment,
        CancellationToken cancellationToken)
    {
        try
        {
            return await tools.RunToolAsync(Find(), arguments, environment, cancellationToken);
        }
        catch (InvalidOperationException exception)
        {
            throw new DrillException(exception.Message);
        }
    }

    private string[] Options(string dataDirectory) =>
        [.. Options(), $"--pg1-path={dataDirectory}", $"--lock-path={folder["locks"]}"];

    private string[] Options() =>
    [
        $"--config={folder["pgbackrest.conf"]}", "--stanza=bank", $"--repo1-path={folder["repository"]}",
        $"--log-path={folder["logs"]}",
    ];

    private static string Find() =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
            .Select(directory => Path.Combine(directory, Program)).FirstOrDefault(File.Exists)
        ?? throw new ConfigurationException(
            "pgBackRest is not installed. Debian, Ubuntu: apt-get install pgbackrest; or run `just backup-drill`, "
            + "which does it.");
}
