using Npgsql;
using Orchestrix.DeadLetters;
using Orchestrix.Events;

namespace Orchestrix.PostgreSQL.DeadLetters;

/// <summary>How letters are written in the database.</summary>
internal static class DeadLetterRow
{
    /// <summary>Reads the columns of <c>list_letters.sql</c>.</summary>
    public static DeadLetter Read(NpgsqlDataReader reader) => new()
    {
        Id = reader.GetInt64(0),
        Kind = Enum.Parse<DeadLetterKind>(reader.GetString(1), ignoreCase: true),
        Source = reader.GetString(2),
        Item = reader.GetString(3),
        State = StateOf(reader.GetString(4)),
        Reason = reader.GetString(5),
        Error = reader.GetString(6),
        Attempts = reader.GetInt32(7),
        FirstFailedAt = reader.GetFieldValue<DateTimeOffset>(8),
        LastFailedAt = reader.GetFieldValue<DateTimeOffset>(9),
        UpdatedAt = reader.GetFieldValue<DateTimeOffset>(10),
        Partition = reader.IsDBNull(11) ? null : reader.GetInt16(11),
        Position = reader.IsDBNull(12) ? null : reader.GetInt64(12),
        Stream = reader.IsDBNull(13) ? null : StreamId.Parse(reader.GetString(13)),
        Version = reader.IsDBNull(14) ? null : reader.GetInt64(14),
        MessageType = TextOf(reader, 15),
        EventId = reader.IsDBNull(16) ? null : reader.GetGuid(16),
        CorrelationId = TextOf(reader, 17),
    };

    public static string? TextOf(NpgsqlDataReader reader, int column) =>
        reader.IsDBNull(column) ? null : reader.GetString(column);

    public static string NameOf(DeadLetterKind kind) => kind switch
    {
        DeadLetterKind.Event => "event",
        DeadLetterKind.Saga => "saga",
        _ => "message",
    };

    public static string NameOf(DeadLetterActKind act) => act switch
    {
        DeadLetterActKind.Replay => "replay",
        DeadLetterActKind.Refuse => "refuse",
        _ => "discard",
    };

    public static string NameOf(DeadLetterState state) => state switch
    {
        DeadLetterState.Open => "open",
        DeadLetterState.ReplayRequested => "replay_requested",
        DeadLetterState.Replayed => "replayed",
        _ => "discarded",
    };

    public static DeadLetterState StateOf(string name) =>
        Enum.GetValues<DeadLetterState>().Single(state => NameOf(state) == name);

    /// <summary>The states that an act changes.</summary>
    public static string[] ChangedBy(DeadLetterActKind act) =>
        [.. Enum.GetValues<DeadLetterState>()
            .Where(state => DeadLetterRules.Decide(state, act) == DeadLetterOutcome.Changed).Select(NameOf)];
}
