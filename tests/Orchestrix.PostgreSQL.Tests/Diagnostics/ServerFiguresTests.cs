using System.Diagnostics.Metrics;
using Orchestrix.PostgreSQL.Diagnostics;
using Orchestrix.PostgreSQL.Tests.Support;

namespace Orchestrix.PostgreSQL.Tests.Diagnostics;

/// <summary>What the server says about itself to a role that has no more rights than the application needs.</summary>
public sealed class ServerFiguresTests(PostgresFixture fixture)
{
    [Fact]
    public async Task They_are_the_servers_own_and_grow_with_its_work()
    {
        await using var database = await fixture.CreateDatabaseAsync();
        var before = await ServerFigures.ReadAsync(database.Application, TestContext.Current.CancellationToken);
        await database.ExecuteAsync("create table public.numbers as select generate_series(1, 5000) as number");

        Assert.Equal(
            await database.ScalarAsync<int>("select current_setting('max_connections')::integer"),
            before.MaxConnections);
        Assert.InRange(before.Connections, 1, before.MaxConnections);
        Assert.InRange(before.LogBytes, 1, before.DatabaseBytes);
        Assert.InRange(before.TransactionAge, 1, int.MaxValue);
        var after = before;
        // The server writes its counters down now and then.
        await Until.TrueAsync(async () =>
        {
            after = await ServerFigures.ReadAsync(database.Application, TestContext.Current.CancellationToken);
            return after.RowsInserted >= before.RowsInserted + 5000;
        });
        Assert.True(after.WalBytes > before.WalBytes);
        Assert.True(after.Commits > before.Commits);
    }

    [Fact]
    public async Task The_oldest_transaction_is_one_that_the_application_has_open()
    {
        await using var database = await fixture.CreateDatabaseAsync();
        await using var idle = await database.Application.OpenConnectionAsync(TestContext.Current.CancellationToken);
        await using var transaction = await idle.BeginTransactionAsync(TestContext.Current.CancellationToken);
        await using var command = idle.CreateCommand();
        command.CommandText = "select pg_sleep(0.2)";
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);

        var figures = await ServerFigures.ReadAsync(database.Application, TestContext.Current.CancellationToken);

        Assert.InRange(figures.OldestTransactionSeconds, 0.2, 60);
    }

    [Fact]
    public async Task Nothing_is_told_before_the_server_was_asked()
    {
        await using var database = await fixture.CreateDatabaseAsync();
        using var instruments = new ServerInstruments();
        using var heard = new MeterListener();
        var told = new List<string>();
        heard.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Name.StartsWith("orchestrix.postgresql.", StringComparison.Ordinal))
                listener.EnableMeasurementEvents(instrument);
        };
        heard.SetMeasurementEventCallback<int>((instrument, _, _, _) => told.Add(instrument.Name));
        heard.SetMeasurementEventCallback<long>((instrument, _, _, _) => told.Add(instrument.Name));
        heard.SetMeasurementEventCallback<double>((instrument, _, _, _) => told.Add(instrument.Name));
        Assert.False(instruments.IsHeard);
        heard.Start();
        heard.RecordObservableInstruments();
        Assert.True(instruments.IsHeard);
        Assert.Empty(told);

        instruments.Tell(
            await ServerFigures.ReadAsync(database.Application, TestContext.Current.CancellationToken));
        heard.RecordObservableInstruments();

        // Without a replica there is no lag, without an archive it has no age, and nobody has said what the disk holds.
        Assert.Equal(14, told.Distinct().Count());
    }
}
