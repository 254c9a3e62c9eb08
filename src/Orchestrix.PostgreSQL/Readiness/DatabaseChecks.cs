using Orchestrix.Readiness;
using static Orchestrix.Readiness.CheckSeverity;
using static Orchestrix.Readiness.ReadinessProfile;

namespace Orchestrix.PostgreSQL.Readiness;

/// <summary>What is asked of the database, in the order in which it is shown.</summary>
internal static class DatabaseChecks
{
    public static readonly ReadinessCheck Version = new(
        "persistence.version", "PostgreSQL is supported", Major, Development,
        "A release without support gets no corrections, not even of errors that lose data.",
        "Upgrade to a supported major release: https://www.postgresql.org/support/versioning/.");

    public static readonly ReadinessCheck Fsync = new(
        "persistence.fsync", "Writes reach the disk", Critical, Development,
        "Without fsync a crash of the machine loses acknowledged events and can destroy the whole cluster.",
        "alter system set fsync = on; select pg_reload_conf();");

    public static readonly ReadinessCheck FullPageWrites = new(
        "persistence.full-page-writes", "Torn pages are mended", Critical, Development,
        "Without full pages in the write-ahead log a crash in the middle of a write leaves pages that nobody can mend.",
        "alter system set full_page_writes = on; select pg_reload_conf();");

    public static readonly ReadinessCheck SynchronousCommit = new(
        "persistence.synchronous-commit", "A commit is answered when it is on disk", Critical, Development,
        "Appends turn it on for themselves; checkpoints, snapshots and your own statements go by the setting.",
        "Set synchronous_commit to on, or to remote_apply, for server, database and role: see "
        + "pg_settings and pg_db_role_setting.");

    public static readonly ReadinessCheck Checksums = new(
        "persistence.checksums", "Damaged pages are noticed", Major, Staging,
        "Without checksums, what a disk returns wrongly is read as if it were right.",
        "Stop the server and run pg_checksums --enable on its data directory; initdb --data-checksums for new ones.");

    public static readonly ReadinessCheck Schema = new(
        "persistence.schema", "The schema is the one of this program", Critical, Development,
        "A silo that meets another schema fails in the middle of its work.",
        "Run `orchestrix migrate` as the owner, or deploy the program that belongs to the schema.");

    public static readonly ReadinessCheck Drift = new(
        "persistence.drift", "Tables, indexes and functions are as shipped", Critical, Development,
        "Order, durability and idempotency rest on what the migrations made: that tables are logged, triggers fire, "
        + "indexes and functions are there, and nobody else may write. What is missing is not noticed until later.",
        "Restore what the evidence names from src/Orchestrix.PostgreSQL/Migrations/Sql; move additions of your own to "
        + "a schema of your own; alter database ... reset session_replication_role.");

    public static readonly ReadinessCheck AppendOnly = new(
        "persistence.append-only", "The log refuses changes", Critical, Development,
        "An event that can be changed proves nothing. Tried by an update and a delete that are rolled back.",
        "revoke update, delete, truncate on orchestrix.events from the application's role, and enable the trigger "
        + "events_are_append_only.");

    public static readonly ReadinessCheck Connections = new(
        "persistence.connections", "The pools fit into the server", Major, Development,
        "When all silos use their pools at once, connections beyond the limit are refused and commands fail.",
        "Lower PostgreSQLOptions.MaxPoolSize, raise max_connections, or put a pooler between, with a max_client_conn "
        + "of what the evidence says.");

    public static readonly ReadinessCheck IdleInTransaction = new(
        "persistence.idle-in-transaction", "No session sleeps in a transaction", Major, Development,
        "It keeps dead rows from being cleared away, and holds its locks. So does a prepared transaction.",
        "Find the session in pg_stat_activity and end it; rollback prepared what pg_prepared_xacts lists; set "
        + "idle_in_transaction_session_timeout. If it is unknown: grant pg_read_all_stats to the application's role.");

    public static readonly ReadinessCheck Bloat = new(
        "persistence.bloat", "Dead rows are cleared away", Minor, Development,
        "Tables with many dead rows are read more slowly, and grow.",
        "vacuum the table; lower its autovacuum_vacuum_scale_factor if it happens again.");

    public static readonly ReadinessCheck Autovacuum = new(
        "persistence.autovacuum", "Autovacuum runs", Major, Development,
        "Without it tables grow without end, and the server stops writing when transaction ids run out.",
        "alter system set autovacuum = on; alter table ... reset (autovacuum_enabled); vacuum freeze if rows are old.");

    public static readonly ReadinessCheck Disk = new(
        "persistence.disk", "There is room on the disk", Major, Staging,
        "A full disk stops all appends. No server tells its clients how much is left: the size of the database is "
        + "compared with PostgreSQLOptions.CapacityBytes, or the file system of --database-directory is looked at.",
        "Enlarge the disk and CapacityBytes with it; look for a replication slot or an archive that holds back the "
        + "write-ahead log.");

    public static readonly ReadinessCheck Replica = new(
        "persistence.replica", "A replica follows, and commits wait for it", Critical, Production,
        "With one server, its loss is an outage until a restore, and loses what was not archived yet; with a replica "
        + "that nobody waits for, a failover loses what it had not got.",
        "Add a streaming replica, and name it in synchronous_standby_names: docs/operating/high-availability.md. If it "
        + "is unknown: grant pg_read_all_stats to the application's role.");

    public static readonly ReadinessCheck ReplicationLag = new(
        "persistence.replication-lag", "The replica is close behind", Major, Production,
        "What a replica has not got is lost when it is promoted, unless commits wait for it.",
        "Look at the replica's disk and network, and at queries on it that hold up the replay.");

    public static readonly ReadinessCheck Archive = new(
        "backups.archive", "The write-ahead log is archived", Critical, Production,
        "A base backup alone restores the past; the archive is what came after it.",
        "Set archive_mode, an archive_command that keeps each file, and archive_timeout = 60: "
        + "docs/operating/backups.md.");

    public static readonly ReadinessCheck Snapshots = new(
        "concurrency.snapshots", "Long streams have snapshots", Minor, Staging,
        "A grain with thousands of events and no snapshot reads all of them whenever it wakes.",
        "Give the aggregate a [Snapshot] attribute: docs/concepts/snapshots.md.");

    public static readonly ReadinessCheck DeadLetters = new(
        "errors.dead-letters", "No message waits for a decision", Major, Staging,
        "Each is an effect that did not happen, and its stream may wait behind it.",
        "orchestrix dead-letters list; replay or discard each: docs/concepts/dead-letters.md.");

    public static readonly ReadinessCheck ParkedSagas = new(
        "errors.parked-sagas", "No saga waits for a person", Major, Staging,
        "A parked saga has stopped halfway: money may be on neither account.",
        "orchestrix sagas list --status parked; retry, compensate or settle each: docs/concepts/sagas.md.");

    public static readonly ReadinessCheck Tls = new(
        "security.database-tls", "Sessions with PostgreSQL are encrypted", Critical, Production,
        "Events and passwords cross the network readable, and can be changed on the way.",
        "Set ssl = on at the server, hostssl in pg_hba.conf, and SSL Mode=VerifyFull in the connection string.");

    public static readonly ReadinessCheck Certificate = new(
        "security.database-certificate", "The database proves who it is", Critical, Production,
        "Encryption alone does not say with whom. The connection string must ask for VerifyFull, and the certificate "
        + "of each of its servers must have at least 14 days left.",
        "SSL Mode=VerifyFull and Root Certificate in the connection string; renew the server's certificate.");

    public static readonly ReadinessCheck Role = new(
        "security.role", "The application's role may do no more than it needs", Critical, Staging,
        "Whoever gets hold of the application gets the rights of its role.",
        "Connect as the application's role of `orchestrix migrate`, and revoke what the evidence names.");

    public static readonly ReadinessCheck Authentication = new(
        "security.database-authentication", "The database asks for a password that nobody guesses", Critical, Staging,
        "With trust in pg_hba.conf, or a password that is known, everybody who reaches the port is the application. "
        + "Tried with a random password and without a certificate.",
        "scram-sha-256 or cert in pg_hba.conf; a long random password in a secret file.");

    public static readonly IReadOnlyList<ReadinessCheck> All =
    [
        Version, Fsync, FullPageWrites, SynchronousCommit, Checksums, Schema, Drift, AppendOnly, Connections,
        IdleInTransaction, Bloat, Autovacuum, Disk, Replica, ReplicationLag, Archive, Snapshots, DeadLetters,
        ParkedSagas, Tls, Certificate, Role, Authentication,
    ];
}
