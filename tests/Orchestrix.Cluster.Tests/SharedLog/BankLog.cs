using Bank.Accounts;
using Bank.Accounts.Events;
using Orchestrix.Events;
using Orchestrix.PostgreSQL.Tests;
using Orchestrix.Serialization;

namespace Orchestrix.Cluster.Tests.SharedLog;

/// <summary>The whole log of a bank, folded account by account.</summary>
internal sealed class BankLog
{
    private static readonly EventSerializer Serializer =
        new(new EventTypeRegistryBuilder().AddEvents(BankEventsJson.Default).Build());

    private readonly Dictionary<string, List<decimal>> _balances = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Account, string CommandId), (RecordedEvent Event, decimal Change)> _commands =
        [];

    public IReadOnlyList<RecordedEvent> Events { get; private init; } = [];

    public IEnumerable<string> Accounts => _balances.Keys;

    public IEnumerable<(string Account, string CommandId)> Commands => _commands.Keys;

    public static async Task<BankLog> ReadAsync(TestDatabase database)
    {
        await using var open = new OpenStore(database);
        var log = new BankLog { Events = await open.Store.ReadLogAsync(0).ToListAsync() };
        foreach (var stream in log.Events.GroupBy(recorded => recorded.Stream))
            log.Fold(stream.Key.Key, stream);
        return log;
    }

    public long VersionOf(string account) => _balances.TryGetValue(account, out var known) ? known.Count - 1 : 0;

    /// <summary>The balance after the event at a version; null if there is no such version.</summary>
    public decimal? BalanceAt(string account, long version) =>
        version == 0 ? 0 : version <= VersionOf(account) ? _balances[account][(int)version] : null;

    public (RecordedEvent Event, decimal Change)? Find(Transfer transfer) =>
        _commands.TryGetValue((transfer.Account, transfer.CommandId), out var found) ? found : null;

    /// <summary>The account throws if the balance that an event carries does not follow from the ones before.</summary>
    private void Fold(string id, IEnumerable<RecordedEvent> events)
    {
        var account = new Account();
        var sum = 0m;
        _balances[id] = [0];
        foreach (var recorded in events)
        {
            var @event = Serializer.Deserialize(recorded);
            account = account.Apply(@event);
            var change = @event is IMoneyMoved moved ? moved.Change.Amount : 0;
            sum += change;
            Assert.Equal((recorded.Version, sum), (account.Version, account.Balance.Amount));
            _balances[id].Add(sum);
            _commands.Add((id, recorded.CommandId!), (recorded, change));
        }
    }
}
