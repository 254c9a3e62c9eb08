using Npgsql;
using Orchestrix.PostgreSQL.Migrations;
using Orchestrix.PostgreSQL.Sessions;
using Orchestrix.Readiness;

namespace Orchestrix.PostgreSQL.Readiness;

/// <summary>Compares what is in the schema with what the migrations leave there.</summary>
internal static class SchemaDrift
{
    private const int Told = 3;

    private static readonly string[] _shipped =
        EmbeddedSql.Read("Readiness.schema.txt").Split('\n', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>A line for each thing in the schema.</summary>
    public static Task<List<string>> DescribeAsync(NpgsqlConnection connection, CancellationToken cancellationToken) =>
        connection.ReadAsync(
            ReadinessStatements.DescribeSchema, [], static reader => reader.GetString(0), cancellationToken);

    /// <summary>Judges the schema of a database.</summary>
    public static async Task<CheckResult> CheckAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var present = await DescribeAsync(connection, cancellationToken).ConfigureAwait(false);
        string[] different =
        [
            .. _shipped.Except(present).Select(static line => $"missing: {line}"),
            .. present.Except(_shipped).Select(static line => $"not shipped: {line}"),
        ];
        var more = different.Length > Told ? $" and {different.Length - Told} more" : "";
        return DatabaseChecks.Drift.Judge(different.Length == 0, different.Length == 0
            ? $"all {_shipped.Length} tables, columns, indexes, constraints, triggers and functions"
            : string.Join("; ", different.Take(Told)) + more);
    }
}
