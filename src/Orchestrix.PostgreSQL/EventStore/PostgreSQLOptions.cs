using System.ComponentModel.DataAnnotations;

namespace Orchestrix.PostgreSQL.EventStore;

/// <summary>Where the event log is and how it is reached. Every wait has a limit.</summary>
public sealed class PostgreSQLOptions
{
    /// <summary>
    /// The application's connection string: a role that may read and append but not change the schema. Keep it in the
    /// environment or a secret file. Pool sizes and time-outs of this class win over those in the string. With several
    /// servers, <c>Host=a:5432,b:5432</c>, the primary is used, and after a failover the new one within about a second.
    /// </summary>
    [Required(ErrorMessage = "PostgreSQLOptions.ConnectionString is empty; set it, for example from the environment.")]
    public string ConnectionString { get; set; } = "";

    /// <summary>
    /// The connection string of the schema's owner, used only to migrate. Null uses <see cref="ConnectionString"/>.
    /// </summary>
    public string? MigrationConnectionString { get; set; }

    /// <summary>
    /// True if in Production a server on another machine need not prove who it is, because something else encrypts and
    /// authenticates on the way to it. Default false: connection strings without <c>SSL Mode=VerifyFull</c> are refused
    /// there, unless each of their servers is on loopback or a Unix socket.
    /// </summary>
    public bool IsUnverifiedDatabaseAllowed { get; set; }

    /// <summary>What a starting silo does about the schema. Default <see cref="SchemaStart.Migrate"/>.</summary>
    public SchemaStart SchemaStart { get; set; } = SchemaStart.Migrate;

    /// <summary>The role that gets the application's privileges. Default <c>orchestrix_app</c>.</summary>
    [Required]
    public string ApplicationRole { get; set; } = "orchestrix_app";

    /// <summary>
    /// The role that gets the privileges to read events, seals and read models. Default <c>orchestrix_reader</c>.
    /// </summary>
    [Required]
    public string ReaderRole { get; set; } = "orchestrix_reader";

    /// <summary>Connections kept open. Default 2.</summary>
    [Range(0, 1000)]
    public int MinPoolSize { get; set; } = 2;

    /// <summary>
    /// Most connections. Default 20: an appender uses one for each of its lanes, the rest serve reads. All silos
    /// together stay below PostgreSQL's <c>max_connections</c>.
    /// </summary>
    [Range(1, 1000)]
    public int MaxPoolSize { get; set; } = 20;

    /// <summary>
    /// How long one attempt to connect may take, also when the pool is empty. Default 2 s; rounded up to whole seconds.
    /// </summary>
    public TimeSpan ConnectTimeout { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>
    /// How long one statement may take. Default 2 s; rounded up to whole seconds. At most half of
    /// <see cref="AppendDeadline"/>, and together with <see cref="ConnectTimeout"/> not more than it: an append that
    /// got no answer is sent again, which tells what became of it, and that needs time as well.
    /// </summary>
    public TimeSpan CommandTimeout { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>
    /// How long an append is repeated until its outcome is known. Default 5 s. Then its callers learn that nothing was
    /// written, or that the outcome is uncertain. They hear it within this time and, if the server has to be asked to
    /// give up a statement, <see cref="ConnectTimeout"/> and half a second; with the appender's <c>QueueTimeout</c>
    /// that is 9.5 s by default, below the response time-out of 10 s that the bank has (Orleans' own is 30 s).
    /// </summary>
    public TimeSpan AppendDeadline { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How long a read is repeated while the server is unavailable. Default 5 s.</summary>
    public TimeSpan ReadDeadline { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// Whether silos tell each other of new events by LISTEN and NOTIFY. Default true. False: each silo looks at the
    /// log every <c>FeedOptions.BlindPollInterval</c> for what others appended, as it also does where announcements
    /// turn out not to arrive. For connections through a pooler in transaction mode: there a LISTEN stays behind on a
    /// connection of the pooler's, and nobody hears it.
    /// </summary>
    public bool IsNotifyEnabled { get; set; } = true;

    /// <summary>
    /// How long a snapshot is waited for while its table is locked; then the stream is replayed. Default 250 ms.
    /// </summary>
    public TimeSpan SnapshotLockTimeout { get; set; } = TimeSpan.FromMilliseconds(250);

    /// <summary>
    /// Statements by which grains that wake load their streams, under way at once. Default 2; grains that wake
    /// meanwhile share the next one.
    /// </summary>
    [Range(1, 100)]
    public int ReadLanes { get; set; } = 2;

    /// <summary>Most loads that wait for a statement; more are refused at once. Default 100,000.</summary>
    [Range(1, 10_000_000)]
    public int MaxWaitingReads { get; set; } = 100_000;

    /// <summary>
    /// Bytes of JSON that grains which wake together load with one statement. Default 16 MiB; one event always fits.
    /// Those whose events did not fit load them alone.
    /// </summary>
    [Range(1, int.MaxValue)]
    public int SharedPageBytes { get; set; } = 16 * 1024 * 1024;

    /// <summary>Events in one page of a read. Default 500.</summary>
    [Range(1, 10_000)]
    public int PageSize { get; set; } = 500;

    /// <summary>
    /// Bytes of JSON after which a page of the log ends, though more events fit its count. Default 16 MiB; one event
    /// always fits.
    /// </summary>
    [Range(1, int.MaxValue)]
    public int MaxPageBytes { get; set; } = 16 * 1024 * 1024;

    /// <summary>
    /// Positions that a filtered read of the log looks through at most before it answers. Default 10,000: a filter that
    /// wants little is served in short steps.
    /// </summary>
    [Range(100, 1_000_000)]
    public int LogWindow { get; set; } = 10_000;

    /// <summary>
    /// How often new events are sealed, which is for how long a change of the newest ones could go unnoticed by
    /// <c>orchestrix verify</c>. Default 1 s, and a little more while the log is behind; appends do not wait for it.
    /// </summary>
    public TimeSpan SealInterval { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>
    /// Bytes that the database may grow to: its disk, or the storage of a managed service, which the server itself does
    /// not tell. Readiness compares it with the size of the database and with how fast the log grows, and metrics show
    /// it. Default null: not known.
    /// </summary>
    public long? CapacityBytes { get; set; }
}
