using Npgsql;
using Orchestrix.PostgreSQL.Readiness;
using Orchestrix.PostgreSQL.Tests.Support;
using Orchestrix.Readiness;
using Orchestrix.Tests.Support;

namespace Orchestrix.PostgreSQL.Tests.Readiness;

/// <summary>Each thing is broken on a real server, and exactly its check fails.</summary>
public sealed class DatabaseReadinessTests(ReadinessServer server) : IClassFixture<ReadinessServer>
{
    private static readonly string[] _expected = Measured.Lacking;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_server_as_shipped_lacks_what_a_second_server_and_a_network_bring_and_nothing_else()
    {
        await using var database = await server.CreateDatabaseAsync();

        Assert.Equal(_expected, await FailedAsync(database));
    }

    [Theory]
    [InlineData("persistence.fsync", "alter system set fsync = off;; select pg_reload_conf()")]
    [InlineData("persistence.full-page-writes", "alter system set full_page_writes = off;; select pg_reload_conf()")]
    [InlineData("persistence.autovacuum", "alter system set autovacuum = off;; select pg_reload_conf()")]
    [InlineData("persistence.synchronous-commit", "alter database {0} set synchronous_commit = off")]
    [InlineData("persistence.synchronous-commit", "alter database {0} set synchronous_commit = local")]
    [InlineData("persistence.autovacuum", "alter system set track_counts = off;; select pg_reload_conf()")]
    [InlineData("persistence.connections", "alter database {0} connection limit 10")]
    // Five silos with up to 21 connections each.
    [InlineData("persistence.connections", """
        insert into public.orleansmembershipversiontable (deploymentid) values ('bank');;
        insert into public.orleansmembershiptable (
            deploymentid, address, port, generation, siloname, hostname, status, starttime, iamalivetime)
        select 'bank', '127.0.0.1', i, 1, 's', 'h', 3, now(), now() from generate_series(1, 5) i
        """)]
    [InlineData("persistence.schema",
        "delete from orchestrix.schema_history where version = (select max(version) from orchestrix.schema_history)")]
    [InlineData("persistence.autovacuum", "alter table orchestrix.events set (autovacuum_enabled = off)")]
    // As old as one becomes that nobody freezes for 1,100 million transactions.
    [InlineData("persistence.autovacuum", """
        update pg_database set datfrozenxid = ((txid_current() + 4294967296 - 1100000000) % 4294967296)::text::xid
        where datname = current_database()
        """)]
    [InlineData("persistence.bloat", """
        insert into orchestrix.checkpoints (subscription, partition, partitions, position, epoch, updated_at, owner)
        select 's' || i, 0, 1, 0, 0, now(), 'o' from generate_series(1, 12000) i;; delete from orchestrix.checkpoints
        """)]
    [InlineData("concurrency.snapshots", """
        insert into orchestrix.events (
            position, version, recorded_at, event_id, commit_id, shard, schema_version, commit_index, commit_size,
            stream_id, event_type, data)
        values (1, 2, now(), gen_random_uuid(), gen_random_uuid(), 0, 1, 0, 1, 'long/1', 'grown', '{}')
        """)]
    [InlineData("concurrency.snapshots", """
        insert into orchestrix.events (
            position, version, recorded_at, event_id, commit_id, shard, schema_version, commit_index, commit_size,
            stream_id, event_type, data)
        values (1, 5, now(), gen_random_uuid(), gen_random_uuid(), 0, 1, 0, 1, 'long/1', 'grown', '{}');;
        insert into orchestrix.snapshots (
            version, shape, checksum, taken_at, event_id, schema_version, shard, stream_id, state_name, state)
        values (2, 1, 1, now(), gen_random_uuid(), 1, 0, 'long/1', 'long', '')
        """)]
    [InlineData("errors.dead-letters", """
        insert into orchestrix.dead_letters (
            first_failed_at, last_failed_at, updated_at, attempts, kind, state, source, item, reason, error)
        values (now(), now(), now(), 1, 'message', 'open', 's', 'i', 'r', 'e')
        """)]
    [InlineData("errors.dead-letters", """
        insert into orchestrix.dead_letters (
            first_failed_at, last_failed_at, updated_at, attempts, kind, state, source, item, reason, error)
        values (now(), now(), now(), 1, 'message', 'replay_requested', 's', 'i', 'r', 'e')
        """)]
    [InlineData("errors.parked-sagas", """
        insert into orchestrix.sagas (begun_at, parked_since, bucket, status, stream_id, saga_type)
        values (now(), now(), 0, 'parked', 'transfer/1', 'transfer')
        """)]
    [InlineData("security.role", "grant insert on orchestrix.events to orchestrix_app")]
    [InlineData("security.role", "grant update on orchestrix.events to orchestrix_app")]
    [InlineData("security.role", "grant update (actor) on orchestrix.events to orchestrix_app")]
    [InlineData("security.role", "grant insert (actor) on orchestrix.events to orchestrix_app")]
    [InlineData("security.role", "grant delete on orchestrix.events to orchestrix_app")]
    [InlineData("security.role", "grant insert, update on orchestrix.log_seals to orchestrix_app")]
    [InlineData("security.role", "grant delete on orchestrix.log_shards to orchestrix_app")]
    [InlineData("security.role", "grant update (version) on orchestrix.schema_history to orchestrix_app")]
    [InlineData("security.role", "grant update on public.orleansquery to orchestrix_app")]
    [InlineData("security.role", "grant delete on orchestrix.dead_letter_acts to orchestrix_app")]
    [InlineData("security.role", "grant create on schema orchestrix to orchestrix_app")]
    [InlineData("security.role", "grant truncate on orchestrix.events to orchestrix_app")]
    [InlineData("security.role", "grant trigger on orchestrix.events to orchestrix_app")]
    [InlineData("security.role", "alter role orchestrix_app superuser")]
    [InlineData("security.role", "alter role orchestrix_app createdb")]
    [InlineData("security.role", "alter role orchestrix_app createrole")]
    [InlineData("security.role", "alter role orchestrix_app replication")]
    [InlineData("security.role", "alter role orchestrix_app bypassrls")]
    [InlineData("security.role", "grant orchestrix_owner to orchestrix_app")]
    [InlineData("security.role", "grant pg_signal_backend to orchestrix_app")]
    [InlineData("security.role", "grant pg_read_server_files to orchestrix_app")]
    [InlineData("security.role", "grant pg_write_server_files to orchestrix_app")]
    [InlineData("security.role", "grant pg_execute_server_program to orchestrix_app")]
    public async Task What_is_broken_is_what_fails(string id, string breaks)
    {
        await using var database = await server.CreateDatabaseAsync();
        try
        {
            await server.ExecuteAsync(
                database.Name, breaks.Replace("{0}", database.Name, StringComparison.Ordinal));
            // A reloaded setting and the server's statistics arrive a little later.
            await Until.TrueAsync(async () => (await FailedAsync(database)).Contains(id));

            Broken.Only(id, _expected, await FailedAsync(database));
        }
        finally
        {
            await server.ResetAsync();
        }
    }

    [Theory]
    [InlineData("update, delete")]
    [InlineData("update")]
    [InlineData("delete")]
    public async Task A_log_that_takes_changes_fails_by_trial_by_its_trigger_and_by_its_privileges(string changes)
    {
        await using var database = await server.CreateDatabaseAsync();
        await server.ExecuteAsync(database.Name, $"""
            alter table orchestrix.events disable trigger events_are_append_only;;
            grant {changes} on orchestrix.events to orchestrix_app
            """);

        // An event can be changed only where all three have gone.
        Broken.Only(
            "persistence.append-only", _expected, await FailedAsync(database), "persistence.drift", "security.role");
    }

    [Fact]
    public async Task The_acts_of_operators_need_no_snapshot()
    {
        await using var database = await server.CreateDatabaseAsync();
        await server.ExecuteAsync(database.Name, """
            insert into orchestrix.events (
                position, version, recorded_at, event_id, commit_id, shard, schema_version, commit_index, commit_size,
                stream_id, event_type, data)
            values (1, 5, now(), gen_random_uuid(), gen_random_uuid(), 0, 1, 0, 1, 'operator-acts/acme~dead-letters',
                'orchestrix.operator-acted', '{}')
            """);

        Assert.DoesNotContain("concurrency.snapshots", await FailedAsync(database));
    }

    [Fact]
    public async Task A_password_that_everybody_knows_is_found_and_never_told()
    {
        await using var database = await server.CreateDatabaseAsync();
        var right = new NpgsqlConnectionStringBuilder(database.ApplicationConnectionString);
        try
        {
            await server.ExecuteAsync("postgres", "alter role orchestrix_app password 'changeme'");
            var known = new NpgsqlConnectionStringBuilder(right.ConnectionString) { Password = "changeme" };
            var results = await Measured.RunAsync(known.ConnectionString);

            Broken.Only("security.database-authentication", _expected, Measured.Failed(results));
            Assert.DoesNotContain(
                results, static result => result.Evidence.Contains("changeme", StringComparison.Ordinal));
        }
        finally
        {
            await server.ExecuteAsync("postgres", $"alter role orchestrix_app password '{right.Password}'");
        }
    }

    [Fact]
    public async Task The_description_that_is_shipped_is_what_the_migrations_leave_behind()
    {
        await using var database = await server.CreateDatabaseAsync();
        await using var connection = await database.Application.OpenConnectionAsync(Stop);
        var present = await SchemaDrift.DescribeAsync(connection, Stop);

        var path = Path.Combine(AppContext.BaseDirectory, "schema.txt");
        await File.WriteAllLinesAsync(path, present, Stop);
        var result = await SchemaDrift.CheckAsync(connection, Stop);

        Assert.True(
            result.Outcome == CheckOutcome.Passed,
            $"{result.Evidence}. Copy {path} to src/Orchestrix.PostgreSQL/Readiness/schema.txt.");
    }

    [Theory]
    [InlineData(15, "2026-11-25", CheckOutcome.Passed)]
    [InlineData(15, "2027-11-11", CheckOutcome.Passed)]
    [InlineData(15, "2027-11-12", CheckOutcome.Failed)]
    [InlineData(12, "2026-01-01", CheckOutcome.Failed)]
    [InlineData(14, "2026-11-13", CheckOutcome.Failed)]
    [InlineData(19, "2031-11-13", CheckOutcome.Passed)]
    [InlineData(19, "2031-11-14", CheckOutcome.Failed)]
    [InlineData(20, "2027-10-01", CheckOutcome.Passed)]
    public void A_release_is_supported_until_its_last_day(int major, string today, CheckOutcome outcome) =>
        Assert.Equal(outcome, SupportDates.Judge(
            new Version(major, 1), DateOnly.Parse(today, System.Globalization.CultureInfo.InvariantCulture)).Outcome);

    private static async Task<string[]> FailedAsync(TestDatabase database) =>
        Measured.Failed(await Measured.RunAsync(database.ApplicationConnectionString));
}
