using System.Collections.Concurrent;
using Orchestrix.Cluster.Tests.Support;
using Orchestrix.PostgreSQL.Tests;

namespace Orchestrix.Cluster.Tests.SharedLog;

/// <summary>
/// G3, G5 and G6 with several silos: three processes write one log at once, one of them is killed, a new one joins.
/// </summary>
[Collection(WholeMachine.Name)]
public sealed class SeveralSilosTests(PostgresFixture fixture) : IAsyncDisposable
{
    private const int Writers = 16;
    private const int HotAccounts = 4;
    private const int ColdAccounts = 400;

    private readonly History _history = new();
    private readonly ConcurrentDictionary<string, Attempt> _opened = new(StringComparer.Ordinal);
    private readonly List<SiloProcess> _silos = [];
    private readonly List<BankClient> _clients = [];

    /// <summary>The ways into the cluster through silos that live; replaced as a whole.</summary>
    private (SiloProcess Silo, BankClient Client)[] _routes = [];

    [Fact]
    public async Task Three_silos_write_one_log_while_one_is_killed_and_another_joins()
    {
        await using var database = await fixture.CreateDatabaseAsync();
        await using var tail = new LogTail(database);
        await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => JoinAsync(database)));
        await UntilActiveAsync(database, 3);

        using var over = new CancellationTokenSource();
        var writers = Enumerable.Range(0, Writers).Select(number => WriteAsync(number, over.Token)).ToArray();
        await UntilAcknowledgedAsync(writers, 300);
        _routes[0].Silo.KillAtOnce();
        Volatile.Write(ref _routes, _routes[1..]);
        await UntilAcknowledgedAsync(writers, 50);
        await JoinAsync(database);
        await UntilAcknowledgedAsync(writers, 200);
        await UntilActiveAsync(database, 3);
        await over.CancelAsync();
        await Task.WhenAll(writers);
        await RepeatSomeAsync();

        await LogInvariants.CheckAsync(database);
        var log = await BankLog.ReadAsync(database);
        HistoryCheck.Run(_history, log);
        Assert.Contains(_history.Attempts, attempt => attempt.Outcome == Outcome.Refused);
        Assert.Contains(_history.Attempts, attempt => attempt.IsRepeat);
        Assert.Equal(log.Events.Select(recorded => recorded.EventId), await tail.SeenUpToAsync(log.Events.Count));
        foreach (var account in log.Accounts.Take(20))
            await CheckBalanceAsync(account, log);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var client in _clients)
            await client.DisposeAsync();
        foreach (var silo in _silos)
            await silo.DisposeAsync();
    }

    private async Task JoinAsync(TestDatabase database)
    {
        var silo = SiloProcess.Start(
            ("DOTNET_ENVIRONMENT", "Production"),
            ("Silo__Clustering", "PostgreSQL"),
            ("ConnectionStrings__Orchestrix", database.ApplicationConnectionString),
            ("ConnectionStrings__OrchestrixOwner", database.OwnerConnectionString));
        lock (_silos)
            _silos.Add(silo);
        await silo.UntilAsync("/health/ready", 200);
        var client = await BankClient.ConnectAsync(silo);
        lock (_silos)
        {
            _clients.Add(client);
            Volatile.Write(ref _routes, [.. _routes, (silo, client)]);
        }
    }

    private async Task WriteAsync(int writer, CancellationToken over)
    {
        var random = Random.Shared;
        for (var number = 0; !over.IsCancellationRequested; number++)
        {
            var account = random.Next(3) > 0
                ? $"hot-{random.Next(HotAccounts)}"
                : $"cold-{random.Next(ColdAccounts)}";
            await StaggerAsync();
            // Whoever needs the account opens it; those who do so at once send the same command.
            if (!_opened.ContainsKey(account))
                _opened[account] = await _history.SettleAsync(Route, Transfer.Open(account));
            var transfer = new Transfer(account, $"{writer}-{number}", random.Next(-60, 100) is var cents and not 0
                ? cents / 100m : 1m);
            var first = _history.SettleAsync(Route, transfer);
            if (random.Next(3) == 0)
            {
                await StaggerAsync();
                await _history.SettleAsync(Route, transfer);
            }
            await first;
        }
    }

    /// <summary>A pause of random length that passes with work: a few reads of other accounts.</summary>
    private async Task StaggerAsync()
    {
        for (var reads = Random.Shared.Next(4); reads > 0; reads--)
            await _history.ReadAsync(Route(), $"hot-{Random.Shared.Next(HotAccounts)}");
    }

    /// <summary>Long answered commands, many of them by the silo that is gone, through every silo that lives.</summary>
    private async Task RepeatSomeAsync()
    {
        var answered = _history.Attempts.Where(attempt => attempt.Outcome == Outcome.Acknowledged).ToArray();
        foreach (var attempt in Random.Shared.GetItems(answered, 40))
        {
            var repeat = await _history.SettleAsync(Route, attempt.Transfer);
            Assert.True(repeat.IsRepeat, $"{repeat}");
        }
    }

    private async Task CheckBalanceAsync(string account, BankLog log)
    {
        foreach (var (_, client) in _routes)
        {
            var view = await client.Account(account).GetAsync();
            Assert.Equal((log.VersionOf(account), log.BalanceAt(account, log.VersionOf(account))),
                (view!.Version, view.Balance));
        }
    }

    private BankClient Route()
    {
        var routes = Volatile.Read(ref _routes);
        return routes[Random.Shared.Next(routes.Length)].Client;
    }

    private Task UntilAcknowledgedAsync(Task[] writers, int more)
    {
        var goal = _history.Acknowledged + more;
        return Until.TrueAsync(async () =>
        {
            // A writer that failed ends the test at once.
            if (Array.Find(writers, writer => writer.IsFaulted) is { } failed)
                await failed;
            return _history.Acknowledged >= goal;
        });
    }

    /// <summary>The silo that was killed counts until the others have found out.</summary>
    private static Task UntilActiveAsync(TestDatabase database, long silos) => Until.TrueAsync(async () =>
        silos == await database.ScalarAsync<long>("select count(*) from orleansmembershiptable where status = 3"));
}
