using Orchestrix.PostgreSQL.Migrations;

namespace Orchestrix.PostgreSQL.Subscriptions;

/// <summary>The statements on checkpoints; each is the text of the file of that name.</summary>
internal static class SubscriptionStatements
{
    public static readonly string AddCheckpoint = EmbeddedSql.Read("Subscriptions.Sql.add_checkpoint.sql");
    public static readonly string LockCheckpoint = EmbeddedSql.Read("Subscriptions.Sql.lock_checkpoint.sql");
    public static readonly string ReadCheckpoint = EmbeddedSql.Read("Subscriptions.Sql.read_checkpoint.sql");
    public static readonly string RefuseCheckpoint = EmbeddedSql.Read("Subscriptions.Sql.refuse_checkpoint.sql");
    public static readonly string TakeCheckpoint = EmbeddedSql.Read("Subscriptions.Sql.take_checkpoint.sql");
    public static readonly string SaveCheckpoint = EmbeddedSql.Read("Subscriptions.Sql.save_checkpoint.sql");
    public static readonly string ListCheckpoints = EmbeddedSql.Read("Subscriptions.Sql.list_checkpoints.sql");
    public static readonly string DeleteCheckpoints = EmbeddedSql.Read("Subscriptions.Sql.delete_checkpoints.sql");
}
