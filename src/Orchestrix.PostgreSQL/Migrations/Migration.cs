using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Orchestrix.PostgreSQL.Migrations;

/// <summary>One numbered file of <c>Migrations/Sql</c>.</summary>
internal sealed record Migration(int Version, string Name, string Text, string Checksum)
{
    private const string Folder = "Migrations.Sql";

    /// <summary>All migrations of this program, in order.</summary>
    public static IReadOnlyList<Migration> All { get; } = Load();

    private static Migration[] Load()
    {
        var migrations = EmbeddedSql.Names(Folder).Select(Parse).OrderBy(migration => migration.Version).ToArray();
        for (var i = 0; i < migrations.Length; i++)
        {
            if (migrations[i].Version != i + 1)
            {
                throw new InvalidOperationException(
                    $"{migrations[i].Name} is out of order: expected number {i + 1:0000}.");
            }
        }

        return migrations;
    }

    private static Migration Parse(string name)
    {
        var text = EmbeddedSql.Read($"{Folder}.{name}");
        var version = int.Parse(name[..name.IndexOf('_', StringComparison.Ordinal)], CultureInfo.InvariantCulture);
        // Over the file as it is written: the checksum does not depend on the application role.
        var checksum = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
        return new Migration(version, name, text, checksum);
    }
}
