using System.Text.RegularExpressions;
using Npgsql;
using Orchestrix.Cluster.Tests.Support;
using Orchestrix.PostgreSQL.Local;
using Orchestrix.PostgreSQL.Tests;

namespace Orchestrix.Cluster.Tests.Deployment;

/// <summary>The first start of the composition's database, on a real server.</summary>
public sealed partial class ComposeDatabaseTests : IDisposable
{
    // Where the server says that it gave up a wait for a replica.
    private const string WaitRoutine = "SyncRepWaitForLSN";

    private const int PatienceSeconds = 5;

    private readonly TemporaryDirectory _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Roles_and_database_are_made_before_there_is_a_replica_to_wait_for()
    {
        var cancelled = TestContext.Current.CancellationToken;
        await using var server = await LocalPostgres.StartAsync(
            new LocalPostgresOptions { DataDirectory = Path.Combine(_folder.Path, "primary") }, cancelled);
        // The image starts the server that runs the script with the arguments that the composition gives it.
        var standby = Deployed.Services["postgres"]!["command"]!.AsArray().Select(static one => (string)one!)
            .Single(static one => one.StartsWith("synchronous_standby_names=", StringComparison.Ordinal)).Split('=', 2);
        await using var superuser = NpgsqlDataSource.Create(server.SuperuserConnectionString);
        await using var connection = await superuser.OpenConnectionAsync(cancelled);
        await ExecuteAsync(connection, $"alter system set {standby[0]} = '{standby[1]}'");
        await ExecuteAsync(connection, "select pg_reload_conf()");
        await Until.TrueAsync(() => WaitsForReplicaAsync(superuser));

        // The server has these roles already; under other names they are made as in the composition.
        var script = await File.ReadAllTextAsync(Deployed.Path("compose", "postgres", "init.sh"), cancelled);
        var statements = Password().Replace(Heredoc().Match(script).Groups["sql"].Value, "'secret'")
            .Replace("orchestrix_", "compose_", StringComparison.Ordinal);
        var givenUp = HearGivenUpWaits(connection);
        foreach (var statement in statements.Split(";\n", StringSplitOptions.RemoveEmptyEntries))
            await ExecuteAsync(connection, statement);
        Assert.Empty(givenUp);

        await using var owner = connection.CreateCommand();
        owner.CommandText = "select pg_get_userbyid(datdba) from pg_database where datname = 'bank'";
        Assert.Equal("compose_owner", await owner.ExecuteScalarAsync(cancelled));
        // Later sessions wait for the replica again.
        await using var later = await superuser.OpenConnectionAsync(cancelled);
        await using var show = later.CreateCommand();
        show.CommandText = "show synchronous_commit";
        Assert.Equal("on", await show.ExecuteScalarAsync(cancelled));
    }

    /// <summary>Whether commits of a new session wait for a replica; the setting takes effect a moment later.</summary>
    private static async Task<bool> WaitsForReplicaAsync(NpgsqlDataSource superuser)
    {
        await using var connection = await superuser.OpenConnectionAsync(TestContext.Current.CancellationToken);
        var givenUp = HearGivenUpWaits(connection);
        await ExecuteAsync(connection, "select pg_logical_emit_message(true, 'probe', '')", seconds: 1);
        return givenUp.Count > 0;
    }

    /// <summary>
    /// A commit that waits is given up at its time limit with a warning, and is a commit all the same.
    /// </summary>
    private static List<string> HearGivenUpWaits(NpgsqlConnection connection)
    {
        var heard = new List<string>();
        connection.Notice += (_, notice) =>
        {
            if (notice.Notice.Routine == WaitRoutine)
                heard.Add(notice.Notice.MessageText);
        };
        return heard;
    }

    private static async Task ExecuteAsync(
        NpgsqlConnection connection, string statement, int seconds = PatienceSeconds)
    {
        await using var command = connection.CreateCommand();
        // Of the repository's own file.
#pragma warning disable CA2100
        command.CommandText = statement;
#pragma warning restore CA2100
        command.CommandTimeout = seconds;
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
    }

    [GeneratedRegex("<<'SQL'\n(?<sql>.*?)^SQL$", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex Heredoc();

    [GeneratedRegex(":'[a-z]+'")]
    private static partial Regex Password();
}
