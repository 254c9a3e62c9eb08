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
    public static readonly string ListReaders = Load("list_readers.sql");
    public static readonly string LimitLocks = Load("limit_locks.sql");

    public static readonly string ListProjections = Load("list_projections.sql");
    public static readonly string ForgetParked = Load("forget_parked.sql");
    public static readonly string ListRebuilds = Load("list_rebuilds.sql");
    public static readonly string ListUnfinished = Load("list_unfinished.sql");
    public static readonly string RequestRebuild = Load("request_rebuild.sql");
    public static readonly string ActivateBuilt = Load("activate_built.sql");
    public static readonly string CancelRebuild = Load("cancel_rebuild.sql");
    public static readonly string TakeRebuild = Load("take_rebuild.sql");
    public static readonly string ReportRebuild = Load("report_rebuild.sql");
    public static readonly string ComparedRebuild = Load("compared_rebuild.sql");
    public static readonly string EndRebuild = Load("end_rebuild.sql");

    private static string Load(string file) => EmbeddedSql.Read($"Projections.Sql.{file}");
}
