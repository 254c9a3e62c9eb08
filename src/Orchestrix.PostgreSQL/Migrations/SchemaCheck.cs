using Orchestrix.Errors;

namespace Orchestrix.PostgreSQL.Migrations;

/// <summary>Compares the migrations that a database has with those that this program has.</summary>
internal static class SchemaCheck
{
    public static MigrationStatus Status(IReadOnlyList<AppliedMigration> applied)
    {
        var versions = applied.Select(migration => migration.Version).ToHashSet();
        var pending = Migration.All.Where(migration => !versions.Contains(migration.Version))
            .Select(migration => new PendingMigration(migration.Version, migration.Name));
        return new MigrationStatus(applied, pending.ToArray());
    }

    /// <summary>Throws unless the applied migrations are the first ones of this program, unchanged.</summary>
    public static void ThrowIfUnknown(IReadOnlyList<AppliedMigration> applied)
    {
        if (applied.Count > 0 && applied[^1].Version > Migration.All.Count)
        {
            throw Mismatch($"The schema is at version {applied[^1].Version}, newer than this program "
                + $"({Migration.All.Count}): deploy the newer program.");
        }

        foreach (var (database, program) in applied.Zip(Migration.All))
            ThrowIfDifferent(database, program);
    }

    /// <summary>Throws when this program needs a migration that is missing.</summary>
    public static void ThrowIfPending(MigrationStatus status)
    {
        if (status.Pending.Count > 0)
        {
            throw Mismatch($"The schema is at version {status.CurrentVersion}, this program needs "
                + $"{Migration.All.Count}: run `orchestrix migrate` as the owner role.");
        }
    }

    private static void ThrowIfDifferent(AppliedMigration database, Migration program)
    {
        if (database.Version != program.Version)
        {
            throw Mismatch($"The schema has version {database.Version} but not {program.Version} ({program.Name}): "
                + "orchestrix.schema_history was edited. Restore the missing row.");
        }

        if (database.Checksum != program.Checksum)
        {
            throw Mismatch($"Migration {program.Name} was changed after it had been applied on {database.AppliedAt:u} "
                + $"(as {database.Name}). Restore the file and write a new migration.");
        }
    }

    private static ConfigurationException Mismatch(string message) => new(ErrorCodes.SchemaMismatch, message);
}
