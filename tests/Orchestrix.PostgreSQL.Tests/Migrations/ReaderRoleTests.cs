using Npgsql;
using Orchestrix.Errors;
using Orchestrix.Events;
using Orchestrix.PostgreSQL.Tests.EventStore;
using Orchestrix.PostgreSQL.Tests.Projections;

namespace Orchestrix.PostgreSQL.Tests.Migrations;

/// <summary>What a member of the read-only role may do, connected as itself.</summary>
public sealed class ReaderRoleTests(PostgresFixture fixture) : StoreTests(fixture)
{
    private static readonly string[] Readable =
    [
        "orchestrix.schema_history", "orchestrix.log_shards", "orchestrix.events", "orchestrix.log_seals",
        "orchestrix.checkpoints", "orchestrix.projections", "orchestrix_projections.tallies",
        "orchestrix_projections.tallies_g1",
    ];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_reads_events_seals_and_read_models()
    {
        await using var bench = new ProjectionBench(await CreateDatabaseAsync(), Tallies.Registry);
        await bench.AppendAsync("account/a", new Tallies.Booked(3));
        await bench.RunAsync(new Tallies());
        await using var reader = await ReaderAsync(bench.Database);

        foreach (var relation in Readable)
        {
            await using var command = reader.CreateCommand($"select count(*) from {relation}");
            Assert.True((long)(await command.ExecuteScalarAsync(Stop))! >= 0);
        }
        await using var balance = reader.CreateCommand("select total from orchestrix_projections.tallies");
        Assert.Equal(3m, await balance.ExecuteScalarAsync(Stop));
        var log = await Open(reader.ConnectionString).ReadLogAsync(0).ToListAsync(Stop);
        Assert.Equal("account/a", Assert.Single(log).Stream.ToString());
    }

    [Theory]
    [InlineData("insert into orchestrix.events select * from orchestrix.events")]
    [InlineData("update orchestrix.events set data = '{}'")]
    [InlineData("delete from orchestrix.events")]
    [InlineData("truncate orchestrix.events")]
    [InlineData("update orchestrix.checkpoints set position = 0")]
    [InlineData("delete from orchestrix_projections.tallies_g1")]
    [InlineData("delete from orchestrix_projections.tallies")]
    [InlineData("select orchestrix.seal_log(0::smallint, 4096)")]
    [InlineData("create table orchestrix.mine (n integer)")]
    [InlineData("create table orchestrix_projections.mine (n integer)")]
    [InlineData("create table public.mine (n integer)")]
    [InlineData("create temporary table mine (n integer)")]
    [InlineData("create schema mine")]
    [InlineData("drop view orchestrix_projections.tallies")]
    [InlineData("alter table orchestrix.events disable trigger all")]
    [InlineData("select * from orchestrix.snapshots")]
    [InlineData("select * from orchestrix.dead_letters")]
    [InlineData("select * from public.orleansmembershiptable")]
    [InlineData("set role orchestrix_app")]
    [InlineData("set role orchestrix_owner")]
    public async Task It_does_nothing_else(string sql)
    {
        await using var bench = new ProjectionBench(await CreateDatabaseAsync(), Tallies.Registry);
        await bench.AppendAsync("account/a", new Tallies.Booked(3));
        await bench.RunAsync(new Tallies());
        await using var reader = await ReaderAsync(bench.Database);
        await using var command = reader.CreateCommand(sql);

        var refused = await Assert.ThrowsAsync<PostgresException>(() => command.ExecuteNonQueryAsync(Stop));

        Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, refused.SqlState);
    }

    [Fact]
    public async Task It_cannot_append()
    {
        var database = await CreateDatabaseAsync();
        await using var reader = await ReaderAsync(database);

        var refused = await Assert.ThrowsAsync<EventStoreUnavailableException>(() => AppendAsync(
            Open(reader.ConnectionString), Commit(NewStream(), ExpectedVersion.NoStream)));

        Assert.Equal(ErrorCodes.StoreAccessDenied, refused.Code);
        Assert.Equal(0L, await database.ScalarAsync<long>("select count(*) from orchestrix.events"));
    }

    [Fact]
    public async Task Of_everything_that_migrations_make_it_gets_nothing_but_reading()
    {
        var database = await CreateDatabaseAsync();
        Assert.Equal("", await database.ScalarAsync<string>("""
            select coalesce(string_agg(what, ', '), '')
            from (
                select c.oid::regclass::text || ' ' || p as what
                from pg_class c, unnest(array['insert', 'update', 'delete', 'truncate', 'references', 'trigger']) p
                where c.relnamespace in ('orchestrix'::regnamespace, 'orchestrix_projections'::regnamespace,
                        'public'::regnamespace)
                    and c.relkind in ('r', 'p', 'v', 'm', 'f') and has_table_privilege('orchestrix_reader', c.oid, p)
                union all
                select p.oid::regprocedure::text
                from pg_proc p
                where p.pronamespace = 'orchestrix'::regnamespace
                    and has_function_privilege('orchestrix_reader', p.oid, 'execute')
                union all
                select n.nspname
                from pg_namespace n
                where has_schema_privilege('orchestrix_reader', n.oid, 'create')
                union all
                select 'the database'
                where has_database_privilege('orchestrix_reader', current_database(), 'create, temporary')
            ) excess
            """));
    }

    [Fact]
    public async Task Read_models_that_are_older_than_it_are_opened_to_it_when_their_owner_takes_them_again()
    {
        await using var bench = new ProjectionBench(await CreateDatabaseAsync(), Tallies.Registry);
        await bench.RunAsync(new Tallies());
        await using (var before = bench.Source.CreateCommand("""
            revoke all on orchestrix_projections.tallies, orchestrix_projections.tallies_g1 from orchestrix_reader
            """))
        {
            await before.ExecuteNonQueryAsync(Stop);
        }
        await using var reader = await ReaderAsync(bench.Database);
        await using var command = reader.CreateCommand("""
            select (select count(*) from orchestrix_projections.tallies),
                (select count(*) from orchestrix_projections.tallies_g1)
            """);
        await Assert.ThrowsAsync<PostgresException>(() => command.ExecuteNonQueryAsync(Stop));

        await bench.RunAsync(new Tallies());

        await command.ExecuteNonQueryAsync(Stop);
    }

    [Fact]
    public async Task Who_was_given_one_read_model_gets_no_other_one_and_what_is_taken_away_stays_away()
    {
        await using var bench = new ProjectionBench(await CreateDatabaseAsync(), Tallies.Registry);
        await bench.RunAsync(new Tallies());
        await using var reports = await LoginAsync(bench.Database, memberOf: null);
        var role = new NpgsqlConnectionStringBuilder(reports.ConnectionString).Username;
        await bench.Database.ExecuteAsync($"""
            grant connect on database {bench.Database.Name} to {role};
            grant usage on schema orchestrix_projections to {role};
            """);
        await GrantAsync(bench, $"grant select on orchestrix_projections.tallies to {role}");
        await using var given = reports.CreateCommand("select count(*) from orchestrix_projections.tallies");
        await using var other = reports.CreateCommand("select count(*) from orchestrix_projections.tallies_g1");

        await bench.RunAsync(new Tallies());

        Assert.Equal(0L, await given.ExecuteScalarAsync(Stop));
        await Assert.ThrowsAsync<PostgresException>(() => other.ExecuteScalarAsync(Stop));
        await GrantAsync(bench, $"revoke select on orchestrix_projections.tallies from {role}");
        await bench.RunAsync(new Tallies());
        await Assert.ThrowsAsync<PostgresException>(() => given.ExecuteScalarAsync(Stop));
    }

    /// <summary>Gives or takes what the application's role owns.</summary>
    private static async Task GrantAsync(ProjectionBench bench, string sql)
    {
        await using var command = bench.Source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync(Stop);
    }

    /// <summary>A login of its own that is a member of the role.</summary>
    private Task<NpgsqlDataSource> ReaderAsync(TestDatabase database) => LoginAsync(database, "orchestrix_reader");

    private async Task<NpgsqlDataSource> LoginAsync(TestDatabase database, string? memberOf)
    {
        var (name, password) = ($"report_{Guid.NewGuid():n}", Guid.NewGuid().ToString("n"));
        var membership = memberOf is null ? "" : $" in role {memberOf}";
        await using (var superuser = NpgsqlDataSource.Create(Fixture.Server.SuperuserConnectionString))
        await using (var create = superuser.CreateCommand(
            $"create role {name} login password '{password}'{membership}"))
        {
            await create.ExecuteNonQueryAsync(Stop);
        }
        return NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(database.ApplicationConnectionString)
        {
            Username = name,
            Password = password,
            PersistSecurityInfo = true,
            Pooling = false,
        });
    }
}
