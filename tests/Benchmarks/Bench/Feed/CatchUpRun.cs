using Bank.Accounts;
using Bank.Accounts.Events;
using Bank.Contracts;
using Bank.Projections;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Npgsql;
using Orchestrix.Benchmarks.Database;
using Orchestrix.Events;
using Orchestrix.PostgreSQL.EventStore;
using Orchestrix.PostgreSQL.Hosting;
using Orchestrix.PostgreSQL.Migrations;
using Orchestrix.PostgreSQL.Projections;
using Orchestrix.PostgreSQL.Subscriptions;
using Orchestrix.Projections;
using Orchestrix.Serialization;

namespace Orchestrix.Benchmarks.Feed;

/// <summary>
/// How fast the bank's balances catch up with a log, beside reading the same log and throwing it away: in one run, on
/// one server, in turns.
/// </summary>
internal sealed class CatchUpRun(BenchServer server, long events, int accounts, int rounds, Action<string> say)
{
    private const string DatabaseName = "feed_catch_up";
    private const int PageSize = 5_000;

    private readonly EventTypeRegistry _registry =
        new EventTypeRegistryBuilder().AddEvents(BankEventsJson.Default).Build();

    public async Task<CatchUpFigures> RunAsync(CancellationToken cancellationToken)
    {
        var owner = await server.CreateDatabaseAsync(DatabaseName, cancellationToken);
        await using (var migrations = NpgsqlDataSource.Create(owner))
        {
            await new Migrator(
                migrations, new MigratorOptions(), NullLogger<Migrator>.Instance, TimeProvider.System)
                .MigrateAsync(cancellationToken);
        }
        var settings = new PostgreSQLOptions { ConnectionString = server.ApplicationConnectionString(DatabaseName) };
        await using var source = PostgreSQLDataSource.Create(settings);
        var log = new PostgreSQLEventStore(
            source, settings, TimeProvider.System, NullLogger<PostgreSQLEventStore>.Instance);
        var serializer = new EventSerializer(_registry);
        say($"Filling the log with {events} events of {accounts} accounts.");
        await FillAsync(log, serializer, cancellationToken);
        await server.AnalyzeAsync(DatabaseName, cancellationToken);

        var options = new ProjectionOptions();
        var projections = new PostgreSQLProjectionStore(
            source, log, new PostgreSQLCheckpointStore(source), _registry, serializer, new ProjectionProgress(),
            Options.Create(options), TimeProvider.System);
        var rebuilder = new ProjectionRebuilder(
            source, log, projections, _registry, options, TimeProvider.System);
        var projection = new AccountBalances();
        var (raw, caughtUp, rebuilt) = (new List<double>(), new List<double>(), new List<double>());
        for (var round = 0; round < rounds; round++)
        {
            await server.SettleAsync(cancellationToken);
            raw.Add(await RateAsync(() => ReadAsync(log, projection, cancellationToken)));
            await server.SettleAsync(cancellationToken);
            caughtUp.Add(await RateAsync(() => CatchUpAsync(source, log, projections, projection, cancellationToken)));
            await server.SettleAsync(cancellationToken);
            rebuilt.Add(await RateAsync(() => rebuilder.RebuildAsync(
                projection, cancellationToken: cancellationToken)));
            await rebuilder.DropUnusedAsync(projection, cancellationToken: cancellationToken);
            say($"Round {round + 1}: raw read {raw[^1]:N0}/s, catch-up {caughtUp[^1]:N0}/s, "
                + $"rebuild with comparison {rebuilt[^1]:N0}/s.");
        }
        return new CatchUpFigures(Median(caughtUp), Median(rebuilt), Median(caughtUp) / Median(raw));
    }

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);

    private async Task<double> RateAsync(Func<Task> work)
    {
        var started = TimeProvider.System.GetTimestamp();
        await work();
        return events / TimeProvider.System.GetElapsedTime(started).TotalSeconds;
    }

    private async Task ReadAsync(PostgreSQLEventStore log, Projection projection, CancellationToken cancellationToken)
    {
        var filter = projection.FilterFor(_registry);
        for (long position = 0; position < events;)
            position = (await log.ReadLogPageAsync(position, PageSize, filter, cancellationToken)).ScannedTo;
    }

    /// <summary>From an empty table, as a silo does it: the next page is read while one is applied.</summary>
    private async Task CatchUpAsync(
        NpgsqlDataSource source, PostgreSQLEventStore log, PostgreSQLProjectionStore projections,
        AccountBalances projection, CancellationToken cancellationToken)
    {
        await using (var forget = source.CreateCommand("""
            drop view if exists orchestrix_projections.account_balances;
            drop table if exists orchestrix_projections.account_balances_g1, orchestrix_projections.account_balances_g2;
            delete from orchestrix.projections;
            delete from orchestrix.checkpoints;
            """))
        {
            await forget.ExecuteNonQueryAsync(cancellationToken);
        }
        var processor = projections.CreateProcessor(projection);
        var owned = await processor.AcquireAsync("bench", cancellationToken);
        var filter = projection.FilterFor(_registry);
        var next = log.ReadLogPageAsync(0, PageSize, filter, cancellationToken);
        for (long position = 0; position < events;)
        {
            var page = await next;
            next = log.ReadLogPageAsync(page.ScannedTo, PageSize, filter, cancellationToken);
            position = await processor.ProcessAsync(owned, page, cancellationToken);
        }
        await next;
    }

    private async Task FillAsync(
        PostgreSQLEventStore log, EventSerializer serializer, CancellationToken cancellationToken)
    {
        const int streams = 500;
        const int perCommit = 4;
        var balances = new decimal[accounts];
        var isOpen = new bool[accounts];
        var (written, next) = (0L, 0);
        while (written < events)
        {
            var commits = new List<Commit>(streams);
            for (var number = 0; number < streams && written < events; number++, next = (next + 1) % accounts)
            {
                var data = new List<EventData>(perCommit);
                for (; data.Count < perCommit && written < events; written++)
                {
                    if (!isOpen[next])
                    {
                        isOpen[next] = true;
                        data.Add(serializer.Serialize(new AccountOpened($"Owner {next}", Money.Zero("EUR"))));
                        continue;
                    }
                    balances[next] += 1.25m;
                    data.Add(serializer.Serialize(new MoneyDeposited(
                        new Money(1.25m, "EUR"), new Money(balances[next], "EUR"), "salary")));
                }
                commits.Add(new Commit
                {
                    Stream = StreamId.For("account", $"{next}"),
                    ExpectedVersion = ExpectedVersion.Any,
                    CommitId = Guid.CreateVersion7(),
                    Events = data,
                });
            }
            await log.AppendAsync(commits, cancellationToken);
        }
    }
}
