using Orchestrix.PostgreSQL.Migrations;

namespace Orchestrix.PostgreSQL.DeadLetters;

/// <summary>The statements on dead letters and parked streams; each is the text of the file of that name.</summary>
internal static class DeadLetterStatements
{
    public static readonly string OwnPartition = Load("own_partition");
    public static readonly string OpenLetter = Load("open_letter");
    public static readonly string ParkStream = Load("park_stream");
    public static readonly string SettleParked = Load("settle_parked");
    public static readonly string AdvanceStream = Load("advance_stream");
    public static readonly string ReleaseStream = Load("release_stream");
    public static readonly string LoadParked = Load("load_parked");
    public static readonly string LoadAttempt = Load("load_attempt");
    public static readonly string RecordAttempt = Load("record_attempt");
    public static readonly string ForgetAttempt = Load("forget_attempt");
    public static readonly string ListLetters = Load("list_letters");
    public static readonly string FindLetter = Load("find_letter");
    public static readonly string ListActs = Load("list_acts");
    public static readonly string DecideLetter = Load("decide_letter");
    public static readonly string DecideLetters = Load("decide_letters");
    public static readonly string ReadState = Load("read_state");
    public static readonly string ResolveLetter = Load("resolve_letter");
    public static readonly string CountUnsettled = Load("count_unsettled");
    public static readonly string DeleteSettled = Load("delete_settled");

    private static string Load(string name) => EmbeddedSql.Read($"DeadLetters.Sql.{name}.sql");
}
