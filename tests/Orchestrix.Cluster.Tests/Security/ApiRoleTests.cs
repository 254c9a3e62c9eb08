using System.Net;
using System.Net.Http.Json;
using Bank.Cli.Topology;
using Npgsql;
using Orchestrix.Cluster.Tests.Deployment;
using Orchestrix.Cluster.Tests.Support;
using Orchestrix.PostgreSQL.Local;
using Orchestrix.PostgreSQL.Tests;

namespace Orchestrix.Cluster.Tests.Security;

/// <summary>What docs/operating/security.md says about a role for the API, done.</summary>
[Collection(WholeMachine.Name)]
public sealed class ApiRoleTests : IDisposable
{
    private const string Heading = "### A role for the API";

    private readonly TemporaryDirectory _folder = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task An_api_serves_with_a_role_that_finds_silos_and_sees_no_event()
    {
        var server = await LocalPostgres.StartAsync(
            new LocalPostgresOptions { DataDirectory = Path.Combine(_folder.Path, "postgres") }, Stop);
        var login = new NpgsqlConnectionStringBuilder(server.ApplicationConnectionString)
        {
            Username = "bank_api",
            Password = Guid.NewGuid().ToString("n"),
        };
        var options = new ClusterOptions(1, 1, Path.Combine(_folder.Path, "postgres"), _folder.Path)
        {
            // Silos have migrated when the first API starts.
            Adjust = (name, settings) =>
            {
                if (name != "api-1")
                    return;
                Execute(
                    server.SuperuserConnectionString, $"create role bank_api login password '{login.Password}'");
                Execute(server.OwnerConnectionString, Documented().Replace(
                    "database bank ", $"database {login.Database} ", StringComparison.Ordinal));
                settings["ConnectionStrings__orleans"] = login.ConnectionString;
            },
        };
        await using var cluster = await BankCluster.StartAsync(
            ProvisionedPostgres.Adopt(server), options, HostPrograms.Current(), static _ => { }, TimeProvider.System,
            Stop);
        using var http = cluster.NewHttp(TimeSpan.FromSeconds(10));
        cluster.Key.AddTo(http);
        http.DefaultRequestHeaders.Add("Idempotency-Key", "open");

        using var opened = await http.PostAsJsonAsync(
            new Uri(cluster.Apis[0].Address, "/accounts"),
            new { id = "ada", owner = "Ada Lovelace", currency = "EUR" }, Stop);

        Assert.Equal(HttpStatusCode.Created, opened.StatusCode);
        foreach (var statement in (string[])
        [
            "select count(*) from orchestrix.events", "select * from orleansreminderstable",
            "update orleansmembershiptable set status = 6", "delete from orleansmembershipversiontable",
        ])
        {
            var refused = Assert.Throws<PostgresException>(() => Execute(login.ConnectionString, statement));
            Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, refused.SqlState);
        }
        Assert.Equal(["orleansmembershiptable: select", "orleansquery: select"], Rights(login.ConnectionString));
    }

    /// <summary>What the role may do with tables and with functions of the log, however it came by it.</summary>
    private static string[] Rights(string connectionString)
    {
        using var source = NpgsqlDataSource.Create(connectionString);
        using var command = source.CreateCommand("""
            select c.relname || ': ' || p
            from pg_class c, unnest(array['select', 'insert', 'update', 'delete', 'truncate', 'trigger']) p
            where c.relkind in ('r', 'p', 'v', 'm')
                and c.relnamespace not in ('pg_catalog'::regnamespace, 'information_schema'::regnamespace)
                and (has_table_privilege(c.oid, p)
                    or (p in ('select', 'insert', 'update') and has_any_column_privilege(c.oid, p)))
            union all
            select p.proname || ': execute'
            from pg_proc p join pg_namespace n on n.oid = p.pronamespace
            where n.nspname = 'orchestrix' and has_function_privilege(p.oid, 'execute')
            order by 1
            """);
        using var reader = command.ExecuteReader();
        List<string> rights = [];
        while (reader.Read())
            rights.Add(reader.GetString(0));
        return [.. rights];
    }

    private static string Documented()
    {
        var text = File.ReadAllText(Path.Combine(Deployed.Root, "docs", "operating", "security.md"));
        var section = text[text.IndexOf(Heading, StringComparison.Ordinal)..];
        return section.Split("```sql\n")[1].Split("```")[0];
    }

    private static void Execute(string connectionString, string sql)
    {
        using var source = NpgsqlDataSource.Create(connectionString);
        using var command = source.CreateCommand(sql);
        command.ExecuteNonQuery();
    }
}
