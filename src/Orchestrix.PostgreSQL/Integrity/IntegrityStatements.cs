using Orchestrix.PostgreSQL.Migrations;

namespace Orchestrix.PostgreSQL.Integrity;

/// <summary>The statements on seals; each is the text of the file of that name.</summary>
internal static class IntegrityStatements
{
    public static readonly string SealLog = EmbeddedSql.Read("Integrity.Sql.seal_log.sql");
    public static readonly string LastSeal = EmbeddedSql.Read("Integrity.Sql.last_seal.sql");
    public static readonly string SealAt = EmbeddedSql.Read("Integrity.Sql.seal_at.sql");
    public static readonly string SealUpTo = EmbeddedSql.Read("Integrity.Sql.seal_up_to.sql");
    public static readonly string ListSeals = EmbeddedSql.Read("Integrity.Sql.list_seals.sql");
    public static readonly string ReadSeals = EmbeddedSql.Read("Integrity.Sql.read_seals.sql");
    public static readonly string ReadEvents = EmbeddedSql.Read("Integrity.Sql.read_events.sql");
    public static readonly string FindDigest = EmbeddedSql.Read("Integrity.Sql.find_digest.sql");
    public static readonly string FindStray = EmbeddedSql.Read("Integrity.Sql.find_stray.sql");
    public static readonly string FindGap = EmbeddedSql.Read("Integrity.Sql.find_gap.sql");
    public static readonly string DescribeCopy = EmbeddedSql.Read("Integrity.Sql.describe_copy.sql");
    public static readonly string DescribeEvent = EmbeddedSql.Read("Integrity.Sql.describe_event.sql");
}
