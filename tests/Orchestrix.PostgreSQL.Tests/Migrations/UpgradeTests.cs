using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Orchestrix.Errors;
using Orchestrix.Events;
using Orchestrix.PostgreSQL.EventStore;
using Orchestrix.PostgreSQL.Migrations;
using Orchestrix.PostgreSQL.Tests.EventStore;
using Orchestrix.PostgreSQL.Tests.Support;

namespace Orchestrix.PostgreSQL.Tests.Migrations;

/// <summary>
/// A log that was written under the first schema, by the function of that time, is the same log under today's: commits
/// of many events and of one, with command ids and without.
/// </summary>
public sealed class UpgradeTests(PostgresFixture fixture) : StoreTests(fixture)
{
    private const int FirstSchema = 2;
    private const int Commits = 1000;

    private TestDatabase _database = null!;
    private PostgreSQLEventStore _store = null!;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_row_of_the_log_is_what_it_was()
    {
        await WriteUnderFirstSchemaAsync();
        var before = await RowsAsync();
        await UpgradeAsync();

        Assert.True(before.Length > 3 * Commits);
        Assert.Equal(before, await RowsAsync());
        var log = await _store.ReadLogAsync(0, cancellationToken: Cancelled).ToListAsync(Cancelled);
        Assert.Equal(
            Enumerable.Range(1, before.Length).Select(number => (long)number), log.Select(one => one.Position));
        Assert.Equal(before.Length, await _store.ReadHeadAsync(Cancelled));
        foreach (var stream in log.GroupBy(one => one.Stream))
        {
            var read = await _store.ReadStreamAsync(stream.Key, StreamRead.Forwards(), Cancelled)
                .ToListAsync(Cancelled);
            Assert.Equal(stream.Select(one => one.EventId), read.Select(one => one.EventId));
            Assert.Equal(stream.Count(), await _store.ReadStreamVersionAsync(stream.Key, Cancelled));
        }
    }

    [Fact]
    public async Task Every_commit_of_the_past_is_known_again_and_is_not_repeated()
    {
        await WriteUnderFirstSchemaAsync();
        var head = (await RowsAsync()).Length;
        await UpgradeAsync();
        var log = await _store.ReadLogAsync(0, cancellationToken: Cancelled).ToListAsync(Cancelled);
        var commits = log.GroupBy(one => one.CommitId).Select(commit => commit.ToArray()).ToArray();

        Assert.Equal(Commits, commits.Length);
        foreach (var commit in commits)
        {
            var (first, last) = (commit[0], commit[^1]);
            // One that had a command id comes as a new attempt of its caller, the others as a lost reply.
            var again = Commit(first.Stream, ExpectedVersion.Any, commandId: first.CommandId) with
            {
                CommitId = first.CommandId is null ? first.CommitId : Guid.CreateVersion7(),
                Events = [.. commit.Select(one => new EventData(one.EventId, one.EventType, 1, one.Json))],
            };
            var result = await AppendAsync(_store, again);

            Assert.Equal(first.CommandId is null ? AppendStatus.Appended : AppendStatus.Duplicate, result.Status);
            Assert.Equal(
                (first.Version, last.Version, last.Position, first.CommitId, first.RecordedAt),
                (result.FirstVersion, result.LastVersion, result.LastPosition, result.CommitId, result.RecordedAt));
            if (first.CommandId is null)
                continue;
            var receipt = await _store.FindCommandAsync(first.Stream, first.CommandId, Cancelled);
            Assert.Equal(
                (first.CommitId, last.Position, result.CommandFingerprint),
                (receipt?.CommitId, receipt?.LastPosition, receipt?.CommandFingerprint));
            Assert.Equal(commit.Length * 7919L, result.CommandFingerprint);
        }
        Assert.Equal(head, await _store.ReadHeadAsync(Cancelled));
    }

    [Fact]
    public async Task The_log_goes_on_where_it_ended_and_stays_append_only()
    {
        await WriteUnderFirstSchemaAsync();
        var head = (await RowsAsync()).Length;
        await UpgradeAsync();
        var stream = StreamId.Parse("account/1");
        var version = await _store.ReadStreamVersionAsync(stream, Cancelled);

        var conflict = await AppendAsync(_store, Commit(stream, ExpectedVersion.Exactly(version - 1)));
        var appended = await AppendAsync(_store, Commit(stream, ExpectedVersion.Exactly(version), events: 2));

        Assert.Equal((AppendStatus.Conflict, version), (conflict.Status, conflict.StreamVersion));
        Assert.Equal((version + 2, head + 2), (appended.LastVersion, appended.LastPosition));
        var refused = await Assert.ThrowsAsync<PostgresException>(() =>
            _database.ExecuteAsync("delete from orchestrix.events"));
        Assert.Contains("append-only", refused.MessageText, StringComparison.Ordinal);
    }

    /// <summary>Silos are replaced one by one: the first new one upgrades under the old ones.</summary>
    [Fact]
    public async Task Programs_that_still_append_do_not_stop_the_upgrade_and_lose_nothing()
    {
        await WriteUnderFirstSchemaAsync();
        var before = (await RowsAsync()).Length;
        var acknowledged = 0;
        var writers = Enumerable.Range(0, 4).Select(async writer =>
        {
            while (true)
            {
                await AppendAsBeforeAsync(writer);
                Interlocked.Increment(ref acknowledged);
            }
        }).ToArray();
        await Until.TrueAsync(() => Volatile.Read(ref acknowledged) > 50 || writers.Any(writer => writer.IsFaulted));

        await UpgradeAsync();

        foreach (var writer in writers)
        {
            var refused = await Assert.ThrowsAsync<PostgresException>(() => writer);
            Assert.Equal(ErrorCodes.SchemaMismatch, Failure.Of(refused, wasSent: true).Code);
            Assert.True(Failure.Of(refused, wasSent: true).IsOutcomeKnown);
        }
        Assert.Equal(before + acknowledged, (await RowsAsync()).Length);
        Assert.Equal(before + acknowledged, await _store.ReadHeadAsync(Cancelled));
    }

    private async Task AppendAsBeforeAsync(int writer)
    {
        await using var command = _database.Application.CreateCommand($"""
            select orchestrix.append_commits(
                0::smallint, array['old/{writer}'], array[-1], array[gen_random_uuid()], array[null::text],
                array[null::bigint], array[1], array[1], array[gen_random_uuid()], array['t'], array[1], null, null,
                null, null, null, array['{"{}"}'::jsonb])
            """);
        await command.ExecuteNonQueryAsync(Cancelled);
    }

    private async Task WriteUnderFirstSchemaAsync()
    {
        _database = Keep(await Fixture.CreateEmptyDatabaseAsync());
        await using (var session = await MigrationSession.OpenAsync(_database.Owner, new MigratorOptions(), Cancelled))
        {
            await session.EnsureHistoryAsync(Cancelled);
            foreach (var migration in Migration.All.Take(FirstSchema))
                await session.ApplyAsync(migration, Cancelled);
            await session.CommitAsync(Cancelled);
        }
        await _database.ExecuteAsync("""
            do $$
            begin
                for batch in 0..39 loop
                    perform orchestrix.append_commits(
                        0::smallint, array_agg('account/' || (batch * 25 + c) % 110),
                        array_agg(case when batch < 4 then 0 else -1 end::bigint), array_agg(gen_random_uuid()),
                        array_agg(case when c % 3 > 0 then 'command ' || batch || '-' || c end),
                        array_agg(case when c % 3 > 0 then 7919 * (1 + c % 7) end::bigint), array_agg(1 + c % 7),
                        array(select c from generate_series(1, 25) c, generate_series(0, c % 7) order by c),
                        array(select gen_random_uuid() from generate_series(1, 25) c, generate_series(0, c % 7)),
                        array(select 'money.moved'::text from generate_series(1, 25) c, generate_series(0, c % 7)),
                        array(select 1 from generate_series(1, 25) c, generate_series(0, c % 7)),
                        array(select 'talk ' || c from generate_series(1, 25) c, generate_series(0, c % 7) order by c),
                        null, null,
                        array(select case when c % 2 = 0 then 'ada' end
                            from generate_series(1, 25) c, generate_series(0, c % 7) order by c),
                        null,
                        array(select jsonb_build_object('batch', batch, 'commit', c, 'event', e)
                            from generate_series(1, 25) c, generate_series(0, c % 7) e order by c, e))
                    from generate_series(1, 25) c;
                    commit;
                end loop;
            end;
            $$
            """);
    }

    private async Task UpgradeAsync()
    {
        var migrator = new Migrator(
            _database.Owner, new MigratorOptions(), NullLogger<Migrator>.Instance, TimeProvider.System);
        var status = await migrator.MigrateAsync(Cancelled);
        Assert.Equal(Migration.All.Count, status.CurrentVersion);
        _store = Open(_database.ApplicationConnectionString);
    }

    private Task<string[]> RowsAsync() => _database.ScalarAsync<string[]>(
        "select array_agg(e::text order by position) from orchestrix.events e");
}
