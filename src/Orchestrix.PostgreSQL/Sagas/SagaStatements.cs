using Orchestrix.PostgreSQL.Migrations;

namespace Orchestrix.PostgreSQL.Sagas;

/// <summary>The statements of the index of sagas; each is the text of the file of that name.</summary>
internal static class SagaStatements
{
    public static readonly string FindDue = Load("find_due");
    public static readonly string ListSagas = Load("list_sagas");
    public static readonly string CountSagas = Load("count_sagas");
    public static readonly string DeleteEnded = Load("delete_ended");
    public static readonly string UpsertSagas = Load("upsert_sagas");
    public static readonly string ReportSaga = Load("report_saga");
    public static readonly string ResolveLetters = Load("resolve_letters");
    public static readonly string OpenLetters = Load("open_letters");

    private static string Load(string name) => EmbeddedSql.Read($"Sagas.Sql.{name}.sql");
}
