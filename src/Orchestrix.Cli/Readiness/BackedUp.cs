using System.Text.Json;

namespace Orchestrix.Cli.Readiness;

/// <summary>What pgBackRest says of one stanza: the servers that it has had, and their backups.</summary>
internal sealed class BackedUp
{
    // After an upgrade a server is another one, in the same stanza; and each repository has its own list.
    private readonly (long Repository, long Id, string System)[] _servers;
    private readonly (long Repository, long Id, DateTimeOffset Ended)[] _backups;

    private BackedUp(JsonElement stanza)
    {
        Name = stanza.GetProperty("name").GetString()!;
        var status = stanza.GetProperty("status");
        Trouble = status.GetProperty("code").GetInt32() == 0 ? null : status.GetProperty("message").GetString();
        _servers =
        [
            .. stanza.GetProperty("db").EnumerateArray().Select(static server => (
                Repository(server), server.GetProperty("id").GetInt64(),
                server.GetProperty("system-id").GetRawText())),
        ];
        _backups =
        [
            .. stanza.GetProperty("backup").EnumerateArray()
                .Where(static backup => !backup.TryGetProperty("error", out var error)
                    || error.ValueKind is not JsonValueKind.True)
                .Select(static backup =>
                {
                    var server = backup.GetProperty("database");
                    var stop = backup.GetProperty("timestamp").GetProperty("stop").GetInt64();
                    return (
                        Repository(server), server.GetProperty("id").GetInt64(),
                        DateTimeOffset.FromUnixTimeSeconds(stop));
                }),
        ];
    }

    /// <summary>Of the stanza.</summary>
    public string Name { get; }

    /// <summary>What is wrong, in its words; null if nothing is.</summary>
    public string? Trouble { get; }

    /// <summary>True if it has had a server, whichever.</summary>
    public bool HasServers => _servers.Length > 0;

    /// <summary>Reads the output of <c>pgbackrest info --output=json</c>.</summary>
    /// <exception cref="InvalidOperationException">It is something else.</exception>
    /// <exception cref="KeyNotFoundException">It is something else.</exception>
    /// <exception cref="ArgumentException">A time is none.</exception>
    public static IReadOnlyList<BackedUp> Read(JsonElement document) =>
        [.. document.EnumerateArray().Select(static stanza => new BackedUp(stanza))];

    /// <summary>
    /// For each repository that has this server, when its last good backup of it ended; null if there is none.
    /// </summary>
    public IEnumerable<(long Repository, DateTimeOffset? Ended)> Newest(string systemIdentifier) => _servers
        .Where(server => server.System == systemIdentifier)
        .GroupBy(static server => server.Repository, static server => server.Id)
        .Select(of => (of.Key, _backups
            .Where(backup => backup.Repository == of.Key && of.Contains(backup.Id))
            .Max(static backup => (DateTimeOffset?)backup.Ended)));

    // Before there were several it had no number.
    private static long Repository(JsonElement server) =>
        server.TryGetProperty("repo-key", out var key) ? key.GetInt64() : 1;
}
