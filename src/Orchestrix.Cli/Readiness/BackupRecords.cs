using System.Globalization;
using System.Text.Json;
using Orchestrix.Cli.Verify;
using Orchestrix.Readiness;
using static Orchestrix.Readiness.CheckSeverity;
using static Orchestrix.Readiness.ReadinessProfile;

namespace Orchestrix.Cli.Readiness;

/// <summary>Checks of what backups and restore drills have left behind.</summary>
/// <param name="store">Which database the silos have.</param>
/// <param name="now">The time.</param>
internal sealed class BackupRecords(KnownStore store, DateTimeOffset now)
{
    /// <summary>How old a backup may be unless somebody says otherwise: a day, and what the next one takes.</summary>
    public const int DefaultBackupHours = 26;

    private static readonly TimeSpan _drillAge = TimeSpan.FromDays(35);

    // What a log may lack at its end: a day's backup and archive, as above.
    private static readonly TimeSpan _gap = TimeSpan.FromHours(DefaultBackupHours);

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
            return store.Identity is { } identity ? JudgeBackup(all, identity, maxAge) : Unknown(_backup);
        });

    /// <summary>The last drill's age and result.</summary>
    /// <param name="path">The file that it has written.</param>
    public CheckResult Drill(string? path) => Read(
        _drill, path, "--drill-record", document =>
        {
            var record = DrillRecord.Read(document);
            return store.Identity is { } identity ? JudgeDrill(record, identity) : Unknown(_drill);
        });

    private CheckResult JudgeBackup(IReadOnlyList<BackedUp> all, StoreIdentity identity, TimeSpan maxAge)
    {
        var own = all
            .SelectMany(stanza => stanza.Newest(identity.SystemIdentifier), static (stanza, newest) => (stanza, newest))
            .ToArray();
        if (own.Length == 0)
            return _backup.Judge(false, NoneOf(identity, all));
        var hasSeveral = own.Any(one => one.newest.Repository != own[0].newest.Repository);
        var judged = own.Select(one =>
        {
            var age = now - one.newest.Ended;
            var name = one.stanza.Name + (hasSeveral ? $" in repo{one.newest.Repository}" : "");
            return (
                IsGood: age <= maxAge && age >= -_skew && one.stanza.Trouble is null,
                Evidence: $"{name}: {(age is { } known ? $"the last ended {Age(known)}" : "there is none")}"
                    + Says(one.stanza));
        }).ToArray();
        return _backup.Judge(
            judged.All(static one => one.IsGood), string.Join("; ", judged.Select(static one => one.Evidence)));
    }

    private static string NoneOf(StoreIdentity identity, IReadOnlyList<BackedUp> all) => all.Count == 0
        ? "there is none"
        : $"there is none of this server, whose system identifier is {identity.SystemIdentifier}: "
            + string.Join("; ", all.Select(static stanza => stanza.Name
                + (stanza.HasServers ? " is of another" : " is of none") + Says(stanza)));

    private static string Says(BackedUp stanza) =>
        stanza.Trouble is { } trouble ? $", and pgBackRest says: {trouble}" : "";

    private CheckResult JudgeDrill(DrillRecord record, StoreIdentity identity)
    {
        var of = new StoreIdentity(record.SystemIdentifier, record.Database);
        if (of != identity)
            return _drill.Judge(false, $"the record is of {Name(of)}, and this is {Name(identity)}");
        var age = now - record.At;
        var gap = record.At - record.NewestEvent;
        // A file of the archive that is missing ends a restore without a word.
        var isWhole = gap <= _gap;
        var evidence = $"{(record.Passed ? "passed" : "failed")} {Age(age)}: " + string.Create(
            CultureInfo.InvariantCulture, $"{record.EventsVerified:N0} events verified, {record.Unsealed:N0} without "
            + $"a seal; the last was {(gap is { } known ? $"{Length(known)} old" : "never")}")
            + (isWhole ? "" : ": the end of the log is missing, or nothing had happened; each readiness run appends");
        return _drill.Judge(record.Passed && isWhole && age <= _drillAge && age >= -_skew, evidence);
    }

    private static string Name(StoreIdentity identity) =>
        $"database {identity.Database} of the server with system identifier {identity.SystemIdentifier}";

    private CheckResult Unknown(ReadinessCheck check) =>
        check.Result(CheckOutcome.Unknown, $"which database the silos have is not known: {store.Trouble}");

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
            is JsonException or InvalidOperationException or KeyNotFoundException or FormatException
                or ArgumentException)
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
