using System.Globalization;
using System.Text.Json;
using Npgsql;
using Orchestrix.Errors;
using Orchestrix.PostgreSQL.Integrity;
using Orchestrix.Readiness;

namespace Orchestrix.Cli.Verify;

/// <summary>What is kept of a restore drill, for <c>orchestrix readiness</c>.</summary>
/// <param name="At">When the copy was verified.</param>
/// <param name="Passed">True if it is what was sealed, and has events.</param>
/// <param name="SystemIdentifier">Which database it is a copy of.</param>
/// <param name="StartedAt">When the copy's server was started.</param>
/// <param name="NewestEvent">When the last event of the copy was recorded; null if it has none.</param>
/// <param name="EventsVerified">Events that were compared with their seals.</param>
internal sealed record DrillRecord(
    DateTimeOffset At, bool Passed, string SystemIdentifier, DateTimeOffset StartedAt, DateTimeOffset? NewestEvent,
    long EventsVerified)
{
    /// <summary>Looks at a copy before it is verified.</summary>
    /// <exception cref="ConfigurationException">No record can be made of it; the message says why.</exception>
    public static async Task<RestoredCopy> PrepareAsync(NpgsqlDataSource source, CancellationToken cancellationToken)
    {
        var copy = await RestoredCopy.ReadAsync(source, cancellationToken);
        if (copy.IsInRecovery)
        {
            throw new ConfigurationException(
                "This server follows another, or is not restored yet: --drill-record is for a copy that was restored "
                + "from a backup and promoted.");
        }
        return copy.Identity is not null
            ? copy
            : throw new ConfigurationException(
                "This role may not know which database it is, so that the record would be of any: as superuser, "
                + "grant execute on function pg_control_system() to public.");
    }

    /// <summary>The record of a copy and what was found.</summary>
    public static DrillRecord Of(RestoredCopy copy, VerifyResult result, DateTimeOffset now) => new(
        now, result.IsIntact && result.Events > 0, copy.Identity!.SystemIdentifier, copy.Identity.StartedAt,
        copy.NewestEvent, result.Events);

    /// <summary>Reads a record.</summary>
    /// <exception cref="JsonException">It is none.</exception>
    public static DrillRecord Read(JsonElement document) =>
        document.Deserialize(VerifyJson.Default.DrillRecord) ?? throw new JsonException();

    /// <summary>Keeps it in the place of the last one.</summary>
    /// <exception cref="ConfigurationException">It cannot be written.</exception>
    public void Write(string path)
    {
        try
        {
            File.WriteAllText(path, JsonSerializer.Serialize(this, VerifyJson.Default.DrillRecord) + "\n");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new ConfigurationException($"The copy was verified, but {path} cannot be written.", exception);
        }
    }

    /// <summary>Whether it is a drill of this store, as a sentence's end; null if it is.</summary>
    public string? Stranger(StoreIdentity store) =>
        SystemIdentifier != store.SystemIdentifier
            ? $"of another database: system identifier {SystemIdentifier}, and this is {store.SystemIdentifier}"
        : StartedAt == store.StartedAt ? "of the database itself, not of a copy that was restored"
        : null;

    /// <summary>What was verified.</summary>
    public override string ToString() => NewestEvent is { } newest
        ? string.Create(
            CultureInfo.InvariantCulture,
            $"{EventsVerified:N0} events verified, the last of {newest.UtcDateTime:yyyy-MM-dd HH:mm:ss}Z")
        : "a copy without events";
}
