namespace Orchestrix.PostgreSQL.Local;

/// <summary>Options of <see cref="LocalPostgres"/>. The defaults work on a machine with PostgreSQL installed.</summary>
public sealed class LocalPostgresOptions
{
    /// <summary>
    /// Where the cluster is kept; created when missing. Default <c>.data/postgres</c> under the current directory. For
    /// the root user it may have to be elsewhere: see <see cref="LocalPostgres.DataDirectory"/>.
    /// </summary>
    public string DataDirectory { get; set; } = Path.Combine(".data", "postgres");

    /// <summary>
    /// The directory of <c>initdb</c>, <c>pg_ctl</c> and <c>postgres</c>. Default null: the environment variable
    /// <c>ORCHESTRIX_PG_BIN</c>, else the first directory of PATH that has all three, else the newest of the usual
    /// places of Debian, Red Hat, Homebrew and Postgres.app.
    /// </summary>
    public string? BinDirectory { get; set; }

    /// <summary>The database to create; owned by <c>orchestrix_owner</c>. Default <c>orchestrix</c>.</summary>
    public string DatabaseName { get; set; } = "orchestrix";

    /// <summary>The loopback port. Default 0: a free one.</summary>
    public int Port { get; set; }

    /// <summary>
    /// The certificate that the server shows; then it takes encrypted connections only, and connection strings ask for
    /// <c>SSL Mode=VerifyFull</c>. Default null: no encryption, for what stays on the loopback address.
    /// </summary>
    public LocalPostgresTls? Tls { get; set; }

    /// <summary>
    /// Further settings for postgresql.conf, by name. Settings that would lose acknowledged data are refused, and so
    /// are those by which <see cref="LocalPostgres"/> finds its server (port, addresses, sockets, logging).
    /// </summary>
    public IDictionary<string, string> Settings { get; } =
        new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);

    /// <summary>
    /// How long the server may take until it accepts connections, crash recovery included, and to stop. Default 60 s.
    /// </summary>
    public TimeSpan StartTimeout { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>The clock for the waits. Default <see cref="TimeProvider.System"/>.</summary>
    public TimeProvider TimeProvider { get; set; } = TimeProvider.System;
}
