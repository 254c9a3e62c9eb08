using Orchestrix.PostgreSQL.Tests.Support;
using Orchestrix.Tests.Support;

namespace Orchestrix.PostgreSQL.Tests.Readiness;

/// <summary>What the migrations made is taken away, made otherwise or opened, and that is found.</summary>
public sealed class SchemaDriftTests(ReadinessServer server) : IClassFixture<ReadinessServer>
{
    private const string Drift = "persistence.drift";

    [Theory]
    [InlineData("drop index orchestrix.dead_letter_acts_of_letter")]
    [InlineData("create index own on orchestrix.events (recorded_at)")]
    [InlineData("alter table orchestrix.events disable trigger events_are_append_only")]
    [InlineData("alter table orchestrix.events enable replica trigger events_are_append_only")]
    [InlineData("alter table orchestrix.dead_letter_acts disable trigger all")]
    [InlineData("alter table orchestrix.events set unlogged")]
    [InlineData("create rule lost as on insert to orchestrix.events do instead nothing")]
    [InlineData("alter table orchestrix.snapshots enable row level security")]
    [InlineData("create policy hidden on orchestrix.events using (stream_id <> 'fraud/1')")]
    [InlineData("create view orchestrix.own as select 1 as one")]
    [InlineData("create table public.more () inherits (orchestrix.events)")]
    [InlineData("alter table orchestrix.events alter column recorded_at set default now()")]
    [InlineData("alter table orchestrix.log_seals owner to pg_monitor")]
    [InlineData("alter function orchestrix.append_commits owner to orchestrix_app")]
    [InlineData("grant execute on function orchestrix.seal_log to public")]
    [InlineData("grant update on orchestrix.events to pg_monitor")]
    [InlineData("grant update (actor) on orchestrix.events to pg_monitor")]
    [InlineData("grant create on schema orchestrix to pg_monitor")]
    [InlineData("alter database {0} set session_replication_role = replica")]
    [InlineData("alter role orchestrix_owner in database {0} set session_replication_role = replica")]
    [InlineData("drop table public.orleansstorage")]
    [InlineData("grant update on public.orleansquery to pg_monitor")]
    [InlineData("""
        create or replace function orchestrix.refuse_change() returns trigger language plpgsql
        as $$ begin return coalesce(new, old); end $$
        """)]
    [InlineData("alter function orchestrix.append_commits security invoker")]
    [InlineData("alter function orchestrix.append_commits set search_path = public")]
    [InlineData("""
        drop trigger events_are_append_only on orchestrix.events;;
        create trigger events_are_append_only before truncate on orchestrix.events
            for each statement execute function orchestrix.refuse_change()
        """)]
    [InlineData("""
        drop index orchestrix.events_stream;;
        create index events_stream on orchestrix.events (stream_id, version)
        """)]
    // As a build with "concurrently" leaves one behind that has met a double.
    [InlineData("""
        update pg_index set indisvalid = false where indexrelid = 'orchestrix.events_stream'::regclass
        """)]
    [InlineData("""
        alter table orchestrix.dead_letter_acts drop constraint dead_letter_acts_act_check;;
        alter table orchestrix.dead_letter_acts add constraint dead_letter_acts_act_check check (true)
        """)]
    [InlineData("alter table orchestrix.log_seals alter column hash drop not null")]
    [InlineData("alter table orchestrix.events alter column commit_size type integer")]
    [InlineData("grant select on orchestrix.events to public")]
    // For the whole server, where only the sessions themselves say so, and for a role in all databases.
    [InlineData("alter system set session_replication_role = replica;; select pg_reload_conf()")]
    [InlineData("alter role orchestrix_owner set session_replication_role = replica")]
    public async Task What_is_no_longer_as_shipped_is_what_fails(string breaks)
    {
        await using var database = await server.CreateDatabaseAsync();
        // What an earlier one has set for the server takes a moment to go.
        await Until.TrueAsync(async () => !(await FailedAsync(database)).Contains(Drift));
        try
        {
            await server.ExecuteAsync(
                database.Name, breaks.Replace("{0}", database.Name, StringComparison.Ordinal));
            await Until.TrueAsync(async () => (await FailedAsync(database)).Contains(Drift));

            Broken.Only("persistence.drift", Measured.Lacking, await FailedAsync(database));
        }
        finally
        {
            await server.ExecuteAsync("postgres", """
                alter system reset session_replication_role;;
                alter role orchestrix_owner reset session_replication_role;;
                select pg_reload_conf()
                """);
        }
    }

    private static async Task<string[]> FailedAsync(TestDatabase database) =>
        Measured.Failed(await Measured.RunAsync(database.ApplicationConnectionString));
}
