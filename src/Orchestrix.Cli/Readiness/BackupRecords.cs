using System.Globalization;
using System.Text.Json;
using Orchestrix.Cli.Verify;
using Orchestrix.Readiness;
using static Orchestrix.Readiness.CheckSeverity;
using static Orchestrix.Readiness.ReadinessProfile;

namespace Orchestrix.Cli.Readiness;

/// <summary>Checks of what backups and restore drills have left behind.</summary>
/// <param name="store">Which database the silos have; null if it is not known.</param>
/// <param name="now">The time.</param>
internal sealed class BackupRecords(StoreIdentity? store, DateTimeOffset now)
{
    /// <summary>How old a backup may be unless somebody says otherwise: a day, and what the next one takes.</summary>
    public const int DefaultBackupHours = 26;

    private static readonly TimeSpan _drillAge = TimeSpan.FromDays(35);

    // Clocks of two machines differ; more than that is a wrong clock, or a record that somebody has made up.
    private static readonly TimeSpan _skew = TimeSpan.FromMinutes(5);

    private static readonly ReadinessCheck _backup = new(
        "backups.base", "There is a fresh backup", Critical, Production,
        "A restore begins with a backup; the older it is, the longer the log that has to be replayed on it. At most "
        + "26 hours since the last one of this database ended, or --max-backup-age.",
        "Enable the timers of deploy/backup, and give --backup-info the output of `pgbackrest info --output=json`.");

    private static readonly ReadinessCheck _drill = new(
        "backups.drill", "A restore was tried and succeeded", Critical, Production,
        "A backup that nobody has restored is a hope. A copy of this database, restored and verified at most 35 days "
        + "ago.",
        "Restore a backup on another server, run `orchestrix verify --drill-record FILE` there, and give "
        + "--drill-record that file: docs/operating/backups.md.");

    /// <summary>The checks.</summary>
    public static IReadOnlyList<ReadinessCheck> Checks { get; } = [_backup, _drill];

    /// <summary>The age of the last backup, by what pgBackRest says.</summary>
    /// <param name="path">Its output as JSON.</param>
    /// <param name="maxAge">How long ago it may have ended.</param>
    public CheckResult Backup(string? path, TimeSpan maxAge) => Read(
        _backup, path, "--backup-info", document =>
        {
            var all = BackedUp.Read(document);
            return store is null ? Unknown(_backup) : JudgeBackup(all, store, maxAge);
        });

    /// <summary>The last drill's age and result.</summary>
    /// <param name="path">The file that it has written.</param>
    public CheckResult Drill(string? path) => Read(
        _drill, path, "--drill-record", document =>
        {
            var record = DrillRecord.Read(document);
            return store is null ? Unknown(_drill) : JudgeDrill(record, store);
        });

    private CheckResult JudgeBackup(IReadOnlyList<BackedUp> all, StoreIdentity store, TimeSpan maxAge)
    {
        var own = all.Where(one => one.Holds(store.SystemIdentifier)).ToArray();
        if (own.Length == 0)
        {
            var others = string.Join(", ", all.Select(static one => one.Name));
            return _backup.Judge(false, all.Count == 0
                ? "there is none"
                : $"there is none of this database, whose system identifier is {store.SystemIdentifier}, but of "
                    + others);
        }
        var judged = own.Select(one =>
        {
            var age = now - one.Newest(store.SystemIdentifier);
            return (
                IsGood: age <= maxAge && age >= -_skew && one.Trouble is null,
                Evidence: $"{one.Name}: {(age is { } known ? $"the last ended {Age(known)}" : "there is none")}"
                    + (one.Trouble is { } trouble ? $", and pgBackRest says: {trouble}" : ""));
        }).ToArray();
        return _backup.Judge(
            judged.All(static one => one.IsGood), string.Join("; ", judged.Select(static one => one.Evidence)));
    }

    private CheckResult JudgeDrill(DrillRecord record, StoreIdentity store)
    {
        if (record.Stranger(store) is { } stranger)
            return _drill.Judge(false, $"the record is {stranger}");
        var isFresh = now - record.At <= _drillAge && record.At - now <= _skew;
        return _drill.Judge(
            record.Passed && isFresh, $"{(record.Passed ? "passed" : "failed")} {Age(now - record.At)}: {record}");
    }

    private static CheckResult Unknown(ReadinessCheck check) => check.Result(
        CheckOutcome.Unknown, "the silos cannot say which database they have, so that the record may be of another; "
        + "their role needs execute on pg_control_system()");

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
