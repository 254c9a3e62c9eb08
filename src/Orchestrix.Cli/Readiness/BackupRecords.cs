using System.Globalization;
using System.Text.Json;
using Orchestrix.Readiness;
using static Orchestrix.Readiness.CheckSeverity;
using static Orchestrix.Readiness.ReadinessProfile;

namespace Orchestrix.Cli.Readiness;

/// <summary>Checks of what backups and restore drills have left behind.</summary>
internal static class BackupRecords
{
    /// <summary>How old a backup may be unless somebody says otherwise: a day, and what the next one takes.</summary>
    public const int DefaultBackupHours = 26;

    private static readonly TimeSpan _drillAge = TimeSpan.FromDays(35);

    // Clocks of two machines differ; more than that is a wrong clock, or a record that somebody has made up.
    private static readonly TimeSpan _skew = TimeSpan.FromMinutes(5);

    private static readonly ReadinessCheck _backup = new(
        "backups.base", "There is a fresh backup", Critical, Production,
        "A restore begins with a backup; the older it is, the longer the log that has to be replayed on it. At most "
        + "26 hours since the last one ended, or --max-backup-age.",
        "Enable the timers of deploy/backup, and give --backup-info the output of `pgbackrest info --output=json`.");

    private static readonly ReadinessCheck _drill = new(
        "backups.drill", "A restore was tried and succeeded", Critical, Production,
        "A backup that nobody has restored is a hope. At most 35 days ago.",
        "just backup-drill; give --drill-record the file that it names.");

    /// <summary>The checks.</summary>
    public static IReadOnlyList<ReadinessCheck> Checks { get; } = [_backup, _drill];

    /// <summary>The age of the last backup, by what pgBackRest says.</summary>
    /// <param name="path">Its output as JSON.</param>
    /// <param name="maxAge">How long ago it may have ended.</param>
    /// <param name="now">The time.</param>
    public static CheckResult Backup(string? path, TimeSpan maxAge, DateTimeOffset now) =>
        Read(_backup, path, "--backup-info", document => JudgeBackup(document, maxAge, now));

    /// <summary>Each database of the file must have a fresh one: the newest of another says nothing of this.</summary>
    private static CheckResult JudgeBackup(JsonElement document, TimeSpan maxAge, DateTimeOffset now)
    {
        var stanzas = document.EnumerateArray().Select(stanza =>
        {
            var age = now - Newest(stanza);
            var name = stanza.GetProperty("name").GetString();
            return (
                IsFresh: age <= maxAge && age >= -_skew,
                Evidence: $"{name}: {(age is { } known ? $"the last ended {Age(known)}" : "there is none")}");
        }).ToArray();
        return stanzas.Length == 0
            ? _backup.Judge(false, "there is none")
            : _backup.Judge(
                stanzas.All(static one => one.IsFresh),
                string.Join("; ", stanzas.Select(static one => one.Evidence)));
    }

    private static DateTimeOffset? Newest(JsonElement stanza) => stanza.GetProperty("backup").EnumerateArray()
        .Where(static backup => !backup.TryGetProperty("error", out var error)
            || error.ValueKind is not JsonValueKind.True)
        .Select(static backup => (DateTimeOffset?)DateTimeOffset.FromUnixTimeSeconds(
            backup.GetProperty("timestamp").GetProperty("stop").GetInt64()))
        .Max();

    /// <summary>The last drill's age and result.</summary>
    /// <param name="path">The file that it has written.</param>
    /// <param name="now">The time.</param>
    public static CheckResult Drill(string? path, DateTimeOffset now) =>
        Read(_drill, path, "--drill-record", document => JudgeDrill(document, now));

    private static CheckResult JudgeDrill(JsonElement document, DateTimeOffset now)
    {
        var at = document.GetProperty("at").GetDateTimeOffset();
        var hasPassed = document.GetProperty("passed").GetBoolean();
        var isFresh = now - at <= _drillAge && at - now <= _skew;
        return _drill.Judge(hasPassed && isFresh, string.Create(CultureInfo.InvariantCulture,
            $"{(hasPassed ? "passed" : "failed")} {Age(now - at)}: back after {document.GetProperty("rto_s")} s, "
            + $"{document.GetProperty("rpo_events")} events lost, {document.GetProperty("events_verified")} verified"));
    }

    private static CheckResult Read(
        ReadinessCheck check, string? path, string option, Func<JsonElement, CheckResult> judge)
    {
        if (path is null)
            return check.Judge(false, $"no {option} was given");
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllText(path));
            return judge(document.RootElement);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return check.Judge(false, $"{path} cannot be read");
        }
        catch (Exception exception) when (exception
            is JsonException or InvalidOperationException or KeyNotFoundException or FormatException)
        {
            return check.Judge(false, $"{path} is not what {option} takes");
        }
    }

    private static string Age(TimeSpan age) =>
        age < -_skew ? $"in the future, {Length(-age)} from now" : $"{Length(age)} ago";

    private static string Length(TimeSpan time) => time.TotalDays >= 2
        ? string.Create(CultureInfo.InvariantCulture, $"{time.TotalDays:0} days")
        : string.Create(CultureInfo.InvariantCulture, $"{time.TotalHours:0.0} h");
}
