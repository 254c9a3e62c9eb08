using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Npgsql;
using Orchestrix.Feed;
using Orchestrix.PostgreSQL.EventStore;
using Orchestrix.PostgreSQL.Hosting;
using Orchestrix.PostgreSQL.Subscriptions;
using Orchestrix.PostgreSQL.Tests.Support;

namespace Orchestrix.PostgreSQL.Tests.Subscriptions;

/// <summary>Silos hear from each other how far the log has come, and notice when they do not.</summary>
public sealed class HeadSignalTests(PostgresFixture fixture) : IAsyncDisposable
{
    private readonly List<NpgsqlDataSource> _sources = [];
    private readonly List<HeadSignal> _signals = [];
    private readonly List<(CancellationTokenSource Over, Task Work)> _running = [];

    public async ValueTask DisposeAsync()
    {
        foreach (var (over, work) in _running)
        {
            await over.CancelAsync();
            await work.ContinueWith(static _ => { }, TaskScheduler.Default);
            over.Dispose();
        }
        foreach (var signal in _signals)
            signal.Dispose();
        foreach (var source in _sources)
            await source.DisposeAsync();
    }

    [Fact]
    public async Task What_one_silo_appends_the_other_hears_of()
    {
        await using var database = await fixture.CreateDatabaseAsync();
        var (one, other) = (Start(database, database), Start(database, database));
        await Until.TrueAsync(() => one.HearsOthers && other.HearsOthers);

        one.Advance(7);
        await Until.TrueAsync(() => other.Position == 7);
        other.Advance(9);
        await Until.TrueAsync(() => one.Position == 9);
    }

    [Fact]
    public async Task A_listener_that_was_cut_off_says_so_and_comes_back()
    {
        await using var database = await fixture.CreateDatabaseAsync();
        var (one, other) = (Start(database, database), Start(database, database));
        await Until.TrueAsync(() => one.HearsOthers && other.HearsOthers);

        await using (var kill = database.Application.CreateCommand(
            "select pg_terminate_backend(pid) from pg_stat_activity "
            + "where application_name = 'orchestrix-listen' and datname = current_database()"))
        {
            await kill.ExecuteNonQueryAsync();
        }
        await Until.TrueAsync(() => !one.HearsOthers && !other.HearsOthers);
        await Until.TrueAsync(() => one.HearsOthers && other.HearsOthers);

        one.Advance(3);
        await Until.TrueAsync(() => other.Position == 3);
    }

    /// <summary>
    /// As behind a pooler in transaction mode: one listens in one place, and what is announced arrives in another.
    /// </summary>
    [Fact]
    public async Task A_listener_to_whom_nothing_arrives_does_not_believe_that_it_hears()
    {
        await using var database = await fixture.CreateDatabaseAsync();
        await using var elsewhere = await fixture.CreateDatabaseAsync();
        var (deaf, heard) = (Start(database, elsewhere), Start(elsewhere, elsewhere));
        await Until.TrueAsync(() => heard.HearsOthers);

        deaf.Advance(5);
        await Until.TrueAsync(() => heard.Position == 5);

        Assert.False(deaf.HearsOthers);
    }

    private LogHead Start(TestDatabase listensTo, TestDatabase announcesTo)
    {
        var options = new PostgreSQLOptions
        {
            ConnectionString = listensTo.ApplicationConnectionString,
            MinPoolSize = 0,
        };
        var source = PostgreSQLDataSource.Create(new PostgreSQLOptions
        {
            ConnectionString = announcesTo.ApplicationConnectionString,
            MinPoolSize = 0,
        });
        _sources.Add(source);
        var head = new LogHead();
        var signal = new HeadSignal(
            source, Options.Create(options), head, TimeProvider.System, NullLogger<HeadSignal>.Instance);
        _signals.Add(signal);
        var over = new CancellationTokenSource();
        _running.Add((over, Task.Run(() => signal.ListenAndAnnounceAsync(over.Token))));
        return head;
    }
}
