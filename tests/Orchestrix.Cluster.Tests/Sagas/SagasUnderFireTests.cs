using System.Collections.Concurrent;
using Bank.Contracts;
using Bank.Contracts.Commands;
using Bank.Contracts.Transfers;
using Orchestrix.Cluster.Tests.SharedLog;
using Orchestrix.Cluster.Tests.Support;
using Orchestrix.PostgreSQL.Tests;
using Transfer = Bank.Contracts.Transfers.Transfer;

namespace Orchestrix.Cluster.Tests.Sagas;

/// <summary>
/// G8 with real processes: transfers run forward and backward while silos are killed. The index, itself a subscription
/// that loses its silo, and the watchdogs bring every one of them to an end, and nothing takes effect twice.
/// </summary>
[Collection(WholeMachine.Name)]
public sealed class SagasUnderFireTests(PostgresFixture fixture) : IAsyncDisposable
{
    private const int Writers = 12;
    private const int Accounts = 30;
    private const decimal Opening = 1000m;

    private readonly ConcurrentDictionary<string, Transfer> _acknowledged = new(StringComparer.Ordinal);
    private readonly List<SiloProcess> _silos = [];
    private readonly List<BankClient> _clients = [];
    private BankClient _route = null!;
    private int _number;

    [Fact]
    public async Task Every_transfer_ends_and_no_step_takes_effect_twice_while_silos_are_killed()
    {
        await using var database = await fixture.CreateDatabaseAsync();
        var first = await JoinAsync(database);
        var second = await JoinAsync(database);
        await OpenAccountsAsync();
        using var over = new CancellationTokenSource();
        var writers = Enumerable.Range(0, Writers).Select(_ => TransferAsync(over.Token)).ToArray();

        await UntilAcknowledgedAsync(200);
        await UntilAsync(database, "select exists (select from orchestrix.sagas)");
        first.KillAtOnce();
        await UntilAcknowledgedAsync(_acknowledged.Count + 200);
        await JoinAsync(database);
        await UntilAcknowledgedAsync(_acknowledged.Count + 100);
        second.KillAtOnce();
        await UntilAcknowledgedAsync(_acknowledged.Count + 200);
        await over.CancelAsync();
        await Task.WhenAll(writers);

        // The index, once it has read all, has no saga left that has not ended.
        await UntilAsync(database,
            """
            select not exists (select from orchestrix.sagas)
                and (select c.position from orchestrix.checkpoints c
                    where c.subscription = 'projection:orchestrix.sagas')
                = (select max(e.position) from orchestrix.events e where e.shard = 0)
            """);
        Assert.Equal("", await database.ScalarAsync<string>(Wrong));
        var ended = await database.ScalarAsync<string[]>(
            "select array_agg(distinct stream_id) from orchestrix.events where stream_id like 'transfer/%'");
        Assert.Empty(_acknowledged.Keys.Select(static id => $"transfer/{id}").Except(ended));
        Assert.True(
            await database.ScalarAsync<long>(
                "select count(*) from orchestrix.events where event_type like 'saga.%-failed' "
                + "and data ->> 'code' = 'saga.interrupted'") > 0,
            "No saga was lost under way: the test killed nothing that mattered.");
        Assert.Equal(Accounts * Opening, await MoneyAsync());
    }

    /// <summary>
    /// What the log holds and must not: a transfer that has not ended, one that ended otherwise than its accounts say,
    /// and a command that an account took twice.
    /// </summary>
    private const string Wrong =
        """
        with transfers as (
            select stream_id, (array_agg(event_type order by version desc))[1] as last
            from orchestrix.events
            where stream_id like 'transfer/%'
            group by stream_id
        ),
        taken as (
            select command_id, count(distinct commit_id) as times
            from orchestrix.events
            where stream_id like 'account/%' and command_id like 'transfer/%'
            group by command_id
        ),
        steps as (
            select t.stream_id, t.last, coalesce(d.times, 0) as debits, coalesce(u.times, 0) as refunds,
                coalesce(c.times, 0) as credits
            from transfers t
            left join taken d on d.command_id = t.stream_id || '/debit'
            left join taken u on u.command_id = t.stream_id || '/debit/undo'
            left join taken c on c.command_id = t.stream_id || '/credit'
        )
        select coalesce(string_agg(
            format('%s: %s after %s debits, %s refunds, %s credits', stream_id, last, debits, refunds, credits),
            e'\n'), '')
        from steps
        where not (last = 'saga.completed' and (debits, refunds, credits) = (1, 0, 1))
            and not (last = 'saga.compensated' and debits = refunds and debits in (0, 1) and credits = 0)
        """;

    public async ValueTask DisposeAsync()
    {
        foreach (var client in _clients)
            await client.DisposeAsync();
        foreach (var silo in _silos)
            await silo.DisposeAsync();
    }

    /// <summary>Starts a silo; whoever starts a transfer goes through the newest one.</summary>
    private async Task<SiloProcess> JoinAsync(TestDatabase database)
    {
        var silo = SiloProcess.Start(
            ("DOTNET_ENVIRONMENT", "Production"), ("Silo__Clustering", "PostgreSQL"),
            ("ConnectionStrings__Orchestrix", database.ApplicationConnectionString),
            ("PostgreSQL__SchemaStart", "Verify"));
        _silos.Add(silo);
        await silo.UntilAsync("/health/ready", 200);
        var client = await BankClient.ConnectAsync(silo);
        _clients.Add(client);
        Volatile.Write(ref _route, client);
        return silo;
    }

    private Task OpenAccountsAsync() => Task.WhenAll(Enumerable.Range(0, Accounts).Select(async number =>
    {
        var account = _route.Account($"{number}");
        await account.OpenAsync(new OpenAccount("owner", "EUR"));
        await account.DepositAsync(new Deposit(new Money(Opening, "EUR")));
    }));

    private async Task TransferAsync(CancellationToken over)
    {
        var pause = TimeSpan.FromMilliseconds(50);
        while (!over.IsCancellationRequested)
        {
            var number = Interlocked.Increment(ref _number);
            var from = Random.Shared.Next(Accounts);
            // Every third one is to nobody, and undone; every seventh is more than anybody has, and refused at once.
            var to = number % 3 == 0
                ? $"nobody-{number}" : $"{(from + 1 + Random.Shared.Next(Accounts - 1)) % Accounts}";
            var transfer = new Transfer($"{from}", to, new Money(number % 7 == 0 ? 1_000_000m : 1m, "EUR"));
            try
            {
                var started = await Volatile.Read(ref _route).Grains.GetGrain<ITransferGrain>($"{number}")
                    .StartAsync(transfer);
                if (started.IsAccepted)
                    _acknowledged[$"{number}"] = transfer;
            }
            // Whether it was started is not known; the log says so, and it has to end if it was.
            catch (Exception)
            {
                using var timer = new PeriodicTimer(pause);
                await timer.WaitForNextTickAsync(CancellationToken.None);
            }
        }
    }

    private Task UntilAcknowledgedAsync(int count) =>
        Until.TrueAsync(() => Task.FromResult(_acknowledged.Count >= count));

    private static Task UntilAsync(TestDatabase database, string condition) =>
        Until.TrueAsync(() => database.ScalarAsync<bool>(condition));

    private async Task<decimal> MoneyAsync()
    {
        var balances = await Task.WhenAll(Enumerable.Range(0, Accounts).Select(async number =>
            (await _route.Account($"{number}").GetAsync())!.Balance));
        return balances.Sum();
    }
}
