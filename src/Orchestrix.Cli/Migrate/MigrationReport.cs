using System.Globalization;
using System.Text.Json;
using Orchestrix.Cli.Output;
using Orchestrix.PostgreSQL.Migrations;

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
            List().Write();
    }

    private Listing List()
    {
        var list = new Listing("Version", "Migration", "Applied at", "By").Numbers("Version");
        foreach (var applied in Applied)
        {
            list.Add(
                Number(applied.Version), applied.Name, applied.AppliedAt.ToString("u", CultureInfo.InvariantCulture),
                applied.AppliedBy);
        }
        foreach (var pending in Pending)
            list.Add(Number(pending.Version), pending.Name, "pending", "");
        return list;
    }

    private static string Number(int version) => version.ToString(CultureInfo.InvariantCulture);
}
