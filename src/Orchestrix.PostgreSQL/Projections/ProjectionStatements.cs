using Orchestrix.PostgreSQL.Migrations;

namespace Orchestrix.PostgreSQL.Projections;

/// <summary>The fixed statements of projections; each is the text of the file of that name.</summary>
internal static class ProjectionStatements
{
    public static readonly string ListGenerations = Load("list_generations.sql");
    public static readonly string LockProjection = Load("lock_projection.sql");
    public static readonly string AddGeneration = Load("add_generation.sql");
    public static readonly string RetireActive = Load("retire_active.sql");
    public static readonly string ActivateGeneration = Load("activate_generation.sql");
    public static readonly string DeleteGeneration = Load("delete_generation.sql");
    public static readonly string AdvanceCheckpoint = Load("advance_checkpoint.sql");
    public static readonly string LockOwner = Load("lock_owner.sql");
    public static readonly string ReadCheckpoint = Load("read_checkpoint.sql");
    public static readonly string TableColumns = Load("table_columns.sql");
    public static readonly string TableKeys = Load("table_keys.sql");
    public static readonly string SchemaOwner = Load("schema_owner.sql");
    public static readonly string LimitLocks = Load("limit_locks.sql");

    private static string Load(string file) => EmbeddedSql.Read($"Projections.Sql.{file}");
}
