using Orchestrix.PostgreSQL.Tests;

namespace Orchestrix.Cluster.Tests.SharedLog;

/// <summary>What must hold of every log, whoever wrote it: asked of the database itself, not of the library.</summary>
internal static class LogInvariants
{
    /// <summary>Each query counts the rows that break the rule it is named for.</summary>
    private static readonly (string Rule, string Query)[] Rules =
    [
        ("positions are 1 to n", """
            select count(*) from (
                select position, row_number() over (order by position) as place from orchestrix.events) e
            where position <> place
            """),
        ("times do not decrease with position", """
            select count(*) from (
                select recorded_at, lag(recorded_at) over (order by position) as before from orchestrix.events) e
            where recorded_at < before
            """),
        ("versions of a stream are 1 to m, in the order of positions", """
            select count(*) from (
                select version, row_number() over (partition by stream_id order by position) as place
                from orchestrix.events) e
            where version <> place
            """),
        ("a command id is in a stream once", """
            select count(*) from (
                select 1 from orchestrix.events where command_id is not null
                group by stream_id, command_id having count(distinct commit_id) > 1) e
            """),
        ("a commit is whole, in one stream and at consecutive positions", """
            select count(*) from (
                select 1 from orchestrix.events group by commit_id
                having count(*) <> max(commit_size) or count(distinct stream_id) > 1
                    or max(position) - min(position) <> count(*) - 1) e
            """),
        ("event ids are unique", """
            select count(*) - count(distinct event_id) from orchestrix.events
            """),
    ];

    public static async Task CheckAsync(TestDatabase database)
    {
        var broken = new List<string>();
        foreach (var (rule, query) in Rules)
        {
            if (await database.ScalarAsync<long>(query) is var count and > 0)
                broken.Add($"{count} rows break the rule: {rule}");
        }
        Assert.Empty(broken);
    }
}
