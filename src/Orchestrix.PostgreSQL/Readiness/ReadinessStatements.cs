using Orchestrix.PostgreSQL.Migrations;
using Orchestrix.Readiness;

namespace Orchestrix.PostgreSQL.Readiness;

/// <summary>The statements of the checks; each is the text of the file of that name.</summary>
internal static class ReadinessStatements
{
    public static readonly string DescribeSchema = Load("describe_schema");
    public static readonly string ReadClock = Load("read_clock");
    public static readonly string ReadIdentity = Load("read_identity");
    public static readonly string TryUpdate = Load("try_update");
    public static readonly string TryDelete = Load("try_delete");

    /// <summary>
    /// The statement that is a check by itself: one row with the outcome in snake case, and the evidence.
    /// </summary>
    public static string Of(ReadinessCheck check) => Load(check.Id.Replace('.', '_').Replace('-', '_'));

    private static string Load(string name) => EmbeddedSql.Read($"Readiness.Sql.{name}.sql");
}
