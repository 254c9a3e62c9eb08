namespace Orchestrix.PostgreSQL.EventStore;

/// <summary>The store's statements; each is the text of the file of that name.</summary>
internal static class Statements
{
    public static readonly string PlanByIndex = Load("plan_by_index.sql");
    public static readonly string AppendCommits = Load("append_commits.sql");
    public static readonly string ReadStreamForwards = Load("read_stream_forwards.sql");
    public static readonly string ReadStreamBackwards = Load("read_stream_backwards.sql");
    public static readonly string ReadStreams = Load("read_streams.sql");
    public static readonly string ReadLog = Load("read_log.sql");
    public static readonly string ReadLogFiltered = Load("read_log_filtered.sql");
    public static readonly string ReadStreamVersion = Load("read_stream_version.sql");
    public static readonly string ReadHead = Load("read_head.sql");
    public static readonly string FindCommand = Load("find_command.sql");
    public static readonly string Confirm = Load("confirm.sql");

    private static string Load(string file)
    {
        var name = $"Orchestrix.PostgreSQL.EventStore.Sql.{file}";
        using var stream = typeof(Statements).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"{name} is not embedded in the assembly.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
