using System.Text.Json;

namespace Orchestrix.Cluster.Tests.Readiness;

/// <summary>A stanza of pgBackRest, as its <c>info</c> tells of it.</summary>
internal sealed record BackedUpStanza(string Name, ulong System, (int HoursAgo, bool HasFailed)[] Backups)
{
    /// <summary>The server from before an upgrade, of which all backups are.</summary>
    public ulong? Before { get; init; }

    /// <summary>How many hours ago the last backup in a second repository ended.</summary>
    public int? Second { get; init; }

    public (int Code, string Message) Status { get; init; } = (0, "ok");

    /// <summary>What <c>pgbackrest info --output=json</c> says, as far as it is read.</summary>
    public static string Info(params BackedUpStanza[] stanzas) => JsonSerializer.Serialize(stanzas.Select(
        static stanza => new Dictionary<string, object>
        {
            ["name"] = stanza.Name,
            ["status"] = new { code = stanza.Status.Code, message = stanza.Status.Message },
            ["db"] = Servers(stanza).Select(static server => new Dictionary<string, object>
            {
                ["id"] = server.Id,
                ["repo-key"] = server.Repository,
                ["system-id"] = server.System,
                ["version"] = "15",
            }),
            ["backup"] = stanza.Backups.Select(static one => Backup(1, one.HoursAgo, one.HasFailed))
                .Concat(stanza.Second is { } hoursAgo ? [Backup(2, hoursAgo, hasFailed: false)] : []),
        }));

    private static IEnumerable<(int Id, int Repository, ulong System)> Servers(BackedUpStanza stanza) => stanza switch
    {
        { Before: { } before } => [(1, 1, before), (2, 1, stanza.System)],
        { Second: not null } => [(1, 1, stanza.System), (1, 2, stanza.System)],
        _ => [(1, 1, stanza.System)],
    };

    private static Dictionary<string, object> Backup(int repository, int hoursAgo, bool hasFailed) => new()
    {
        ["database"] = new Dictionary<string, object> { ["id"] = 1, ["repo-key"] = repository },
        ["error"] = hasFailed,
        ["timestamp"] = new { stop = TimeProvider.System.GetUtcNow().AddHours(-hoursAgo).ToUnixTimeSeconds() },
    };
}
