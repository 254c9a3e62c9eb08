using System.Globalization;
using System.Text.RegularExpressions;
using Npgsql;
using Orchestrix.Cluster.Tests.Deployment;
using Orchestrix.PostgreSQL.Tests;
using Orchestrix.Tests.Architecture;

namespace Orchestrix.Cluster.Tests.Documents;

/// <summary>The SQL of the pages runs, as the roles that the pages make and name.</summary>
public sealed partial class DocumentedSqlTests(PostgresFixture fixture)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Each_statement_within_a_page_runs()
    {
        await using var database = await CreateAsync();
        var statements = Statements().ToArray();
        Assert.True(statements.Length > 25, $"{statements.Length} statements are few.");

        var wrong = new List<string>();
        foreach (var (place, sql) in statements)
        {
            try
            {
                await RunAsync(database, place, sql);
            }
            catch (PostgresException exception)
            {
                wrong.Add($"{place}: {sql}: {exception.MessageText}");
            }
        }
        Rule.HoldsFor(wrong, "Correct the statement, or say who may run it.");
    }

    [Fact]
    public async Task The_roles_that_an_administrator_makes_may_do_what_the_page_says()
    {
        await using var database = await CreateAsync();

        await DocumentedDatabase.ExecuteAsync(
            database.Application,
            "select from orchestrix.events, pg_stat_replication; create table orchestrix_projections.made (id int)");
        await DocumentedDatabase.ExecuteAsync(database.Reports, "select from orchestrix.events");
        await RefusedAsync(database.Reports, "insert into orchestrix.checkpoints default values");
        await RefusedAsync(database.Operations, "select from orchestrix.events");
        await RefusedAsync(database.Application, "delete from orchestrix.events");
    }

    private Task<DocumentedDatabase> CreateAsync() => DocumentedDatabase.CreateAsync(
        fixture.Server, Assert.Single(DocumentedShell.Code(), static code =>
            code.Language == "sql" && code.Text.Contains("create database", StringComparison.Ordinal)).Text);

    private static async Task RefusedAsync(NpgsqlDataSource source, string sql)
    {
        var refused = await Assert.ThrowsAsync<PostgresException>(() => DocumentedDatabase.ExecuteAsync(source, sql));
        Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, refused.SqlState);
    }

    private static async Task RunAsync(DocumentedDatabase database, string place, string sql)
    {
        if (Setting().Match(sql) is { Success: true } setting)
        {
            await DocumentedDatabase.ExecuteAsync(database.Superuser, sql);
            await DocumentedDatabase.ExecuteAsync(
                database.Superuser, $"alter system reset {setting.Groups["name"].Value}");
        }
        else if (sql.StartsWith("vacuum", StringComparison.Ordinal))
        {
            await DocumentedDatabase.ExecuteAsync(database.Owner, sql);
        }
        else if (OwnersAct().IsMatch(sql))
        {
            await RollBackAsync(database.Superuser, database.Here(sql));
        }
        else if (Tables().IsMatch(sql) && !IsForOperations(place))
        {
            await RollBackAsync(database.Application, sql);
        }
        else
        {
            await RollBackAsync(database.Operations, sql);
        }
    }

    /// <summary>The page of alerts says that its SQL is for that role, unless it names another there.</summary>
    private static bool IsForOperations(string place) => place.Split(':') is ["docs/operating/alerts.md", var line]
        && !File.ReadLines(Path.Combine(Deployed.Root, "docs", "operating", "alerts.md"))
            .ElementAt(int.Parse(line, CultureInfo.InvariantCulture) - 1)
            .Contains("as the application's role `", StringComparison.Ordinal);

    private static async Task RollBackAsync(NpgsqlDataSource source, string sql)
    {
        await using var connection = await source.OpenConnectionAsync(Stop);
        await using var transaction = await connection.BeginTransactionAsync(Stop);
        try
        {
            await using var command = new NpgsqlCommand(sql, connection, transaction);
            await command.ExecuteNonQueryAsync(Stop);
        }
        // What only a replica does: that it says so shows that it exists.
        catch (PostgresException exception) when (Replay().IsMatch(sql)
            && exception.SqlState == PostgresErrorCodes.ObjectNotInPrerequisiteState)
        {
        }
    }

    private static IEnumerable<(string Place, string Sql)> Statements() =>
        from code in DocumentedShell.Code()
        where code.Language is null or "sql"
        let psql = Psql().Match(code.Text)
        let sql = psql.Success ? psql.Groups["sql"].Value : code.Text.Trim()
        where Statement().IsMatch(sql)
        select (code.Place, sql.Replace("PID", "0", StringComparison.Ordinal)
            .Replace("TABLE", "orchestrix.events", StringComparison.Ordinal));

    [GeneratedRegex(@"^(select \S.*|show \w+|alter (system|table) \S.*|vacuum \(.*|grant \w+ to .*|delete from \S+)$")]
    private static partial Regex Statement();

    [GeneratedRegex("^psql -c \"(?<sql>[^\"]*)\"$")]
    private static partial Regex Psql();

    [GeneratedRegex(@"^alter system set (?<name>\w+)")]
    private static partial Regex Setting();

    [GeneratedRegex(@"^(alter table|grant|delete) |pg_wal_replay_resume|pg_reload_conf")]
    private static partial Regex OwnersAct();

    [GeneratedRegex(@"\borleans|\borchestrix\.")]
    private static partial Regex Tables();

    [GeneratedRegex("pg_(is_)?wal_replay_")]
    private static partial Regex Replay();
}
