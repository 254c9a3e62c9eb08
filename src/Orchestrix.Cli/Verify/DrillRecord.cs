using System.Text.Json;
using Npgsql;
using Orchestrix.Errors;
using Orchestrix.PostgreSQL.Integrity;

namespace Orchestrix.Cli.Verify;

/// <summary>What is kept of a restore drill, for <c>orchestrix readiness</c>.</summary>
/// <param name="At">When the copy was verified.</param>
/// <param name="Passed">True if it is what was sealed, and has events.</param>
/// <param name="SystemIdentifier">Which server it is a copy of.</param>
/// <param name="Database">Which database of it.</param>
/// <param name="NewestEvent">When the last event of the copy was recorded; null if it has none.</param>
/// <param name="EventsVerified">Events that were compared with their seals.</param>
/// <param name="Unsealed">Events at its end that no seal covers.</param>
internal sealed record DrillRecord(
    DateTimeOffset At, bool Passed, string SystemIdentifier, string Database, DateTimeOffset? NewestEvent,
    long EventsVerified, long Unsealed)
{
    /// <summary>Looks at a copy before it is verified, which may take hours.</summary>
    /// <param name="source">The copy.</param>
    /// <param name="path">The file of the record.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="ConfigurationException">No record can be made of it; the message says why.</exception>
    public static async Task<RestoredCopy> PrepareAsync(
        NpgsqlDataSource source, string path, CancellationToken cancellationToken)
    {
        if (!Directory.Exists(Path.GetDirectoryName(Path.GetFullPath(path))))
            throw new ConfigurationException($"{path} cannot be written: its directory does not exist.");
        var copy = await RestoredCopy.ReadAsync(source, cancellationToken);
        if (copy.IsInRecovery)
        {
            throw new ConfigurationException(
                "This server follows another, or is not restored yet: --drill-record is for a copy that was restored "
                + "from a backup and promoted.");
        }
        return !copy.IsArchiving
            ? copy
            : throw new ConfigurationException(
                "This server archives its write-ahead log: it is the installation itself, or a copy that writes into "
                + "its repository. Restore with --archive-mode=off; --drill-record is for such a copy.");
    }

    /// <summary>The record of a copy and what was found.</summary>
    public static DrillRecord Of(RestoredCopy copy, VerifyResult result, DateTimeOffset now) => new(
        now, result.IsIntact && result.Events > 0, copy.Identity.SystemIdentifier, copy.Identity.Database,
        copy.NewestEvent, result.Events, result.Unsealed);

    /// <summary>Reads a record.</summary>
    /// <exception cref="JsonException">It is none.</exception>
    public static DrillRecord Read(JsonElement document) =>
        document.Deserialize(VerifyJson.Default.DrillRecord) ?? throw new JsonException();

    /// <summary>Keeps it in the place of the last one.</summary>
    /// <exception cref="ConfigurationException">It cannot be written.</exception>
    public void Write(string path) =>
        KeptFile.Write(path, JsonSerializer.Serialize(this, VerifyJson.Default.DrillRecord));
}
