using Orchestrix.Errors;

namespace Orchestrix.PostgreSQL.Local;

public sealed partial class LocalPostgres
{
    /// <summary>
    /// Copies this server and starts the copy, which follows this one over the network as a standby. It verifies the
    /// certificate of this server if there is one, which for an address PostgreSQL does from release 15 on.
    /// </summary>
    /// <param name="options">
    /// Of the copy; the directory must be another one, and there must be a certificate if this server has one.
    /// </param>
    /// <param name="name">What this server knows it by, for <c>synchronous_standby_names</c>.</param>
    /// <param name="cancellationToken">Cancels the copying.</param>
    /// <exception cref="ConfigurationException">The copy does not start, or lacks a certificate.</exception>
    public async Task<LocalPostgres> StartStandbyAsync(
        LocalPostgresOptions options, string name, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        // It takes over who is admitted, and here nobody is without encryption.
        if (_options.Tls is not null && options.Tls is null)
        {
            throw new ConfigurationException(
                $"The server has a certificate, and its standby has none: set {nameof(LocalPostgresOptions.Tls)}.");
        }
        var directory = await ClusterDirectory.LocateAsync(options.DataDirectory, _account, cancellationToken)
            .ConfigureAwait(false);
        await ClusterDirectory.MakeAsync(directory, _account, cancellationToken).ConfigureAwait(false);
        var passwords = await WritePasswordsAsync(cancellationToken).ConfigureAwait(false);
        await RunToolAsync(
            "pg_basebackup",
            [
                "--pgdata", directory, "--write-recovery-conf", "--wal-method", "stream", "--checkpoint", "fast",
                "--dbname",
                $"host=127.0.0.1 port={Port} user={Superuser} passfile={passwords} application_name={name} {Trust()}",
            ],
            cancellationToken: cancellationToken).ConfigureAwait(false);
        return await StartAsync(options, cancellationToken).ConfigureAwait(false);

        string Trust() =>
            _options.Tls is null ? "" : $"sslmode=verify-full sslrootcert={ServerTls.AuthorityIn(DataDirectory)}";
    }

    /// <summary>Makes a standby a primary, and waits until it is.</summary>
    /// <exception cref="InvalidOperationException">It cannot.</exception>
    public Task PromoteAsync(CancellationToken cancellationToken = default) =>
        RunToolAsync("pg_ctl", ["promote", "-w", "-s", "-D", DataDirectory], cancellationToken: cancellationToken);

    /// <summary>
    /// Writes the superuser's password where the server's programs read it: a file inside the cluster that only the
    /// server's user may read, in the format of <c>.pgpass</c>.
    /// </summary>
    /// <returns>The path of the file.</returns>
    public async Task<string> WritePasswordsAsync(CancellationToken cancellationToken = default)
    {
        var path = Path.Combine(DataDirectory, "orchestrix.pgpass");
        File.Delete(path);
        await LocalCredentials.WriteSecretAsync(
            path, $"127.0.0.1:*:*:{Superuser}:{_credentials.Superuser}\n", cancellationToken).ConfigureAwait(false);
        await _account.OwnAsync(path, cancellationToken).ConfigureAwait(false);
        return path;
    }

    /// <summary>Makes an empty directory that only the server's user may enter.</summary>
    public Task MakeDirectoryAsync(string path, CancellationToken cancellationToken = default) =>
        ClusterDirectory.MakeAsync(path, _account, cancellationToken);

    /// <summary>Runs a program to its end as the server's user.</summary>
    /// <param name="program">Its path, or the name of one of the server's own.</param>
    /// <param name="arguments">Its arguments; no secrets, for every user of the machine can read them.</param>
    /// <param name="environment">Added to its environment.</param>
    /// <param name="cancellationToken">Kills it.</param>
    /// <returns>What it wrote to standard output.</returns>
    /// <exception cref="InvalidOperationException">It failed; the message says with which words.</exception>
    public Task<string> RunToolAsync(
        string program, IReadOnlyList<string> arguments, IReadOnlyDictionary<string, string>? environment = null,
        CancellationToken cancellationToken = default) =>
        ChildProcess.RunAsync(
            _account.Command([_binaries.Tool(program), .. arguments]),
            new Dictionary<string, string>(environment ?? new Dictionary<string, string>())
            {
                // Another's home cannot be read, and clients of the server look for certificates there.
                ["HOME"] = DataDirectory,
            },
            cancellationToken);
}
