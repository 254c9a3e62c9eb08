using System.Text.Json;

namespace Orchestrix.Cli.Readiness;

/// <summary>What pgBackRest says of one stanza: the databases that it has had, and their backups.</summary>
internal sealed class BackedUp
{
    // In one repository an upgraded server is another database; several repositories count for themselves.
    private readonly Dictionary<(long Id, long Repository), string> _databases;
    private readonly (long Id, long Repository, DateTimeOffset Ended)[] _backups;

    private BackedUp(JsonElement stanza)
    {
        Name = stanza.GetProperty("name").GetString()!;
        var status = stanza.GetProperty("status");
        Trouble = status.GetProperty("code").GetInt32() == 0 ? null : status.GetProperty("message").GetString();
        _databases = stanza.GetProperty("db").EnumerateArray().ToDictionary(
            KeyOf, static one => one.GetProperty("system-id").GetRawText());
        _backups =
        [
            .. stanza.GetProperty("backup").EnumerateArray()
                .Where(static backup => !backup.TryGetProperty("error", out var error)
                    || error.ValueKind is not JsonValueKind.True)
                .Select(static backup =>
                {
                    var (id, repository) = KeyOf(backup.GetProperty("database"));
                    var stop = backup.GetProperty("timestamp").GetProperty("stop").GetInt64();
                    return (id, repository, DateTimeOffset.FromUnixTimeSeconds(stop));
                }),
        ];
    }

    /// <summary>Of the stanza.</summary>
    public string Name { get; }

    /// <summary>What is wrong, in its words; null if nothing is.</summary>
    public string? Trouble { get; }

    /// <summary>Reads the output of <c>pgbackrest info --output=json</c>.</summary>
    /// <exception cref="InvalidOperationException">It is something else.</exception>
    /// <exception cref="KeyNotFoundException">It is something else.</exception>
    public static IReadOnlyList<BackedUp> Read(JsonElement document) =>
        [.. document.EnumerateArray().Select(static stanza => new BackedUp(stanza))];

    /// <summary>Whether it is one of this database.</summary>
    public bool Holds(string systemIdentifier) => _databases.ContainsValue(systemIdentifier);

    /// <summary>When its last good backup of this database ended; null if there is none.</summary>
    public DateTimeOffset? Newest(string systemIdentifier) => _backups
        .Where(backup => _databases.GetValueOrDefault((backup.Id, backup.Repository)) == systemIdentifier)
        .Max(static backup => (DateTimeOffset?)backup.Ended);

    private static (long Id, long Repository) KeyOf(JsonElement database) =>
        (database.GetProperty("id").GetInt64(), database.GetProperty("repo-key").GetInt64());
}
