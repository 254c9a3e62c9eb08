namespace Orchestrix.PostgreSQL.Migrations;

/// <summary>Options of <see cref="Migrator"/>. The defaults work for a database of its own.</summary>
public sealed class MigratorOptions
{
    /// <summary>
    /// The role that the application connects as; it receives the privileges to read and write rows, and none to change
    /// the schema. Created without login if it is missing and the migrating role may create roles. Privileges are given
    /// by the migrations as they are applied: a later change of this option affects later migrations only.
    /// Default <c>orchestrix_app</c>.
    /// </summary>
    public string ApplicationRole { get; set; } = "orchestrix_app";

    /// <summary>
    /// The role that may read events, seals and read models, for reports and for verifying the log; nothing that it is
    /// given writes. Created and given its privileges as <see cref="ApplicationRole"/> is. Default
    /// <c>orchestrix_reader</c>.
    /// </summary>
    public string ReaderRole { get; set; } = "orchestrix_reader";

    /// <summary>
    /// How long to wait for another host that is migrating, and for each lock that a migration takes; then
    /// <see cref="Errors.EventStoreUnavailableException"/>. Default 2 minutes.
    /// </summary>
    public TimeSpan LockTimeout { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>How long one migration may run. Default 30 minutes, because a later one may build an index.</summary>
    public TimeSpan CommandTimeout { get; set; } = TimeSpan.FromMinutes(30);
}
