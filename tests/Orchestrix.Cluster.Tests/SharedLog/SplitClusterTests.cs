namespace Orchestrix.Cluster.Tests.SharedLog;

/// <summary>
/// Two live activations of one account, on purpose. Orleans can have two for a moment after a failure; two clusters on
/// one database have them for as long as they please.
/// </summary>
public sealed class SplitClusterTests(SplitCluster split) : IClassFixture<SplitCluster>
{
    private readonly History _history = new();

    [Fact]
    public async Task An_overtaken_activation_decides_a_command_again_on_the_newer_state()
    {
        const string account = "overtaken";
        await AcceptAsync(split.One, Transfer.Open(account));
        Assert.Equal(1, await _history.ReadAsync(split.Other, account));
        await AcceptAsync(split.One, new Transfer(account, "first", 5m));

        // The caller named no version, so what it wants is decided on whatever the state is.
        var accepted = await _history.SendAsync(split.Other, new Transfer(account, "second", 7m));

        Assert.Equal((Outcome.Acknowledged, 3L, 12m), (accepted.Outcome, accepted.Version, accepted.Balance));
        await CheckAsync(account);
    }

    [Fact]
    public async Task A_command_that_was_answered_by_one_activation_is_a_repeat_for_the_other()
    {
        const string account = "repeated";
        await AcceptAsync(split.One, Transfer.Open(account));
        Assert.Equal(1, await _history.ReadAsync(split.Other, account));
        var deposit = await AcceptAsync(split.One, new Transfer(account, "deposit", 5m));
        var withdrawal = await AcceptAsync(split.One, new Transfer(account, "withdrawal", -5m));

        // The other activation still believes in an empty account, and would refuse the withdrawal.
        var repeats = new[]
        {
            await _history.SendAsync(split.Other, withdrawal.Transfer),
            await _history.SendAsync(split.Other, deposit.Transfer, expectedVersion: 1),
        };

        Assert.All(repeats, repeat => Assert.True(repeat.IsRepeat, $"{repeat}"));
        Assert.Equal([3L, 2L], repeats.Select(repeat => repeat.Version));
        Assert.Equal([0m, 5m], repeats.Select(repeat => repeat.Balance));
        await CheckAsync(account);
    }

    [Fact]
    public async Task A_refusal_and_a_read_of_an_overtaken_activation_tell_of_an_older_state()
    {
        const string account = "outdated";
        await AcceptAsync(split.One, Transfer.Open(account));
        Assert.Equal(1, await _history.ReadAsync(split.Other, account));
        await AcceptAsync(split.One, new Transfer(account, "deposit", 5m));

        // What writes nothing asks nobody. The version says which state it was.
        var refused = await _history.SendAsync(split.Other, new Transfer(account, "withdrawal", -5m));
        Assert.Equal((Outcome.Refused, 1L), (refused.Outcome, refused.Version));
        Assert.Equal(1, await _history.ReadAsync(split.Other, account));

        // A caller that knows the later version is believed.
        var accepted = await _history.SendAsync(split.Other, refused.Transfer, expectedVersion: 2);
        Assert.Equal((Outcome.Acknowledged, 3L), (accepted.Outcome, accepted.Version));
        await CheckAsync(account);
    }

    [Fact]
    public async Task Racing_activations_lose_no_update_and_do_no_command_twice()
    {
        string[] accounts = [.. Enumerable.Range(0, 4).Select(number => $"raced-{number}")];
        foreach (var opening in accounts.Select(Transfer.Open))
            await Task.WhenAll(SettleAsync(split.One, opening), SettleAsync(split.Other, opening));

        await Task.WhenAll(Enumerable.Range(0, 16).Select(writer => RaceAsync(writer, accounts)));

        Assert.Contains(_history.Attempts, attempt => attempt.Outcome == Outcome.Conflict);
        Assert.Contains(_history.Attempts, attempt => attempt.Outcome == Outcome.Refused);
        Assert.Contains(_history.Attempts, attempt => attempt.IsRepeat);
        await CheckAsync(accounts);
    }

    private async Task RaceAsync(int writer, string[] accounts)
    {
        var random = Random.Shared;
        for (var number = 0; number < 25; number++)
        {
            var transfer = new Transfer(
                accounts[random.Next(accounts.Length)],
                $"{writer}-{number}",
                random.Next(2) == 0 ? random.Next(1, 100) / 100m : -random.Next(1, 90) / 100m);
            var client = split.Either();
            // A pause of random length that passes with work.
            for (var reads = random.Next(3); reads > 0; reads--)
                await _history.ReadAsync(split.Either(), transfer.Account);
            switch (random.Next(4))
            {
                case 0:
                    await SettleAsync(client, transfer);
                    break;
                case 1:
                    await SettleAsync(client, transfer, await _history.ReadAsync(split.Either(), transfer.Account));
                    break;
                case 2:
                    await Task.WhenAll(SettleAsync(split.One, transfer), SettleAsync(split.Other, transfer));
                    break;
                default:
                    await SettleAsync(split.One, transfer);
                    await SettleAsync(split.Other, transfer);
                    break;
            }
        }
    }

    private Task<Attempt> SettleAsync(BankClient client, Transfer transfer, long? expectedVersion = null) =>
        _history.SettleAsync(() => client, transfer, expectedVersion);

    private async Task<Attempt> AcceptAsync(BankClient client, Transfer transfer)
    {
        var attempt = await SettleAsync(client, transfer);
        Assert.Equal(Outcome.Acknowledged, attempt.Outcome);
        return attempt;
    }

    /// <summary>Both activations go on, agree, and the log holds what was acknowledged and nothing else.</summary>
    private async Task CheckAsync(params string[] accounts)
    {
        foreach (var account in accounts)
        {
            await AcceptAsync(split.One, new Transfer(account, "last-of-one", 1m));
            var last = await AcceptAsync(split.Other, new Transfer(account, "last-of-other", 1m));
            await AcceptAsync(split.One, last.Transfer);
            var views = new[]
            {
                await split.One.Account(account).GetAsync(),
                await split.Other.Account(account).GetAsync(),
            };
            Assert.All(views, view => Assert.Equal((last.Version, last.Balance), (view!.Version, view.Balance)));
        }
        await LogInvariants.CheckAsync(split.Database);
        HistoryCheck.Run(_history, await BankLog.ReadAsync(split.Database), accounts);
    }
}
