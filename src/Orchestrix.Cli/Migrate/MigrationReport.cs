using System.Globalization;
using System.Text.Json;
using Orchestrix.PostgreSQL.Migrations;
using Spectre.Console;

namespace Orchestrix.Cli.Migrate;

/// <summary>What a database has and lacks, for people and for programs.</summary>
/// <param name="Version">Number of the last applied migration; 0 for an empty database.</param>
/// <param name="Applied">The applied migrations in order.</param>
/// <param name="Pending">The missing ones in order.</param>
internal sealed record MigrationReport(
    int Version, IReadOnlyList<AppliedMigration> Applied, IReadOnlyList<PendingMigration> Pending)
{
    /// <summary>The report of a state.</summary>
    public static MigrationReport Of(MigrationStatus status) =>
        new(status.CurrentVersion, status.Applied, status.Pending);

    /// <summary>Writes to standard output: a table, or one line of JSON.</summary>
    public void Write(bool json)
    {
        if (json)
            Console.Out.WriteLine(JsonSerializer.Serialize(this, MigrationJson.Default.MigrationReport));
        else
            AnsiConsole.Write(Table());
    }

    private Table Table()
    {
        var table = new Table().Border(TableBorder.Rounded).AddColumns("Version", "Migration", "Applied at", "By");
        foreach (var applied in Applied)
        {
            var appliedAt = applied.AppliedAt.ToString("u", CultureInfo.InvariantCulture);
            AddRow(applied.Version, applied.Name, appliedAt, applied.AppliedBy);
        }
        foreach (var pending in Pending)
            AddRow(pending.Version, pending.Name, "pending", "");
        return table;

        void AddRow(int version, params string[] cells) => table.AddRow(
            [new Text(version.ToString(CultureInfo.InvariantCulture)), .. cells.Select(static cell => new Text(cell))]);
    }
}
