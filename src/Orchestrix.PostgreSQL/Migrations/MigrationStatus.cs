namespace Orchestrix.PostgreSQL.Migrations;

/// <summary>What the database has and what it lacks; immutable.</summary>
/// <param name="Applied">The applied migrations in order, including those that this program does not know.</param>
/// <param name="Pending">The missing migrations in order; empty when the schema is up to date.</param>
public sealed record MigrationStatus(
    IReadOnlyList<AppliedMigration> Applied, IReadOnlyList<PendingMigration> Pending)
{
    /// <summary>Number of the last applied migration; 0 for an empty database.</summary>
    public int CurrentVersion => Applied.Count == 0 ? 0 : Applied[^1].Version;
}
