using Npgsql;
using Orchestrix.Events;
using Orchestrix.Sagas;
using static Orchestrix.PostgreSQL.Sessions.StatementRunner;

namespace Orchestrix.PostgreSQL.Sagas;

/// <summary>How sagas are written in the table of the index.</summary>
internal static class SagaRow
{
    /// <summary>Reads the columns of <c>list_sagas.sql</c>.</summary>
    public static SagaSummary Read(NpgsqlDataReader reader) => new()
    {
        Saga = StreamId.Parse(reader.GetString(0)),
        Status = StatusOf(reader.GetString(1)),
        BegunAt = reader.GetFieldValue<DateTimeOffset>(2),
        DueAt = TimeOf(reader, 3),
        ReasonCode = reader.IsDBNull(4) ? null : reader.GetString(4),
        ParkedAt = reader.IsDBNull(5) ? null : reader.GetString(5),
        ParkedSince = TimeOf(reader, 6),
    };

    public static string NameOf(SagaStatus status) => status switch
    {
        SagaStatus.Parked => "parked",
        SagaStatus.Compensating => "compensating",
        _ => "running",
    };

    public static SagaStatus StatusOf(string name) => name switch
    {
        "parked" => SagaStatus.Parked,
        "compensating" => SagaStatus.Compensating,
        _ => SagaStatus.Running,
    };

    /// <summary>The parameters of <c>upsert_sagas.sql</c>.</summary>
    public static NpgsqlParameter[] Columns(SagaSummary[] rows) =>
    [
        Array(rows, static row => row.Saga.Value), Array(rows, static row => row.Saga.GrainType),
        Array(rows, static row => (short)SagaBucket.Of(row.Saga)), Array(rows, static row => NameOf(row.Status)),
        Array(rows, static row => row.BegunAt.ToUniversalTime()),
        Array(rows, static row => row.DueAt?.ToUniversalTime()), Array(rows, static row => row.ReasonCode),
        Array(rows, static row => row.ParkedAt), Array(rows, static row => row.ParkedSince?.ToUniversalTime()),
    ];

    /// <summary>The parameters of <c>open_letters.sql</c> behind the shard.</summary>
    public static NpgsqlParameter[] LetterColumns(SagaChange[] parked) =>
    [
        Array(parked, static each => each.Saga.Saga.Value), Array(parked, static each => each.Saga.Saga.GrainType),
        Array(parked, static each => each.Saga.ReasonCode ?? ""), Array(parked, static each => each.Letter!.Error),
        Array(parked, static each => each.Letter!.Attempts),
        Array(parked, static each => (each.Saga.ParkedSince ?? each.Saga.BegunAt).ToUniversalTime()),
        Array(parked, static each => each.Letter!.CorrelationId),
    ];

    private static NpgsqlParameter<TColumn[]> Array<TRow, TColumn>(TRow[] rows, Func<TRow, TColumn> column) =>
        Value(System.Array.ConvertAll(rows, row => column(row)));

    private static DateTimeOffset? TimeOf(NpgsqlDataReader reader, int column) =>
        reader.IsDBNull(column) ? null : reader.GetFieldValue<DateTimeOffset>(column);
}
