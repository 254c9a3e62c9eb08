using Bank.Accounts;
using Bank.Accounts.Events;
using BenchmarkDotNet.Attributes;

namespace Orchestrix.Benchmarks.Micro.Fold;

/// <summary>An account of 1,000 events, folded. Per event.</summary>
[MemoryDiagnoser]
public class AccountFoldBenchmarks
{
    private const int Events = 1_000;
    private readonly object[] _events = new object[Events];

    /// <summary>An opening and deposits.</summary>
    [GlobalSetup]
    public void SetUp()
    {
        _events[0] = new AccountOpened("Ada", Samples.Euro(0m));
        for (var index = 1; index < Events; index++)
            _events[index] = Samples.Deposited(12.50m * index);
    }

    /// <summary>The fold of an aggregate.</summary>
    [Benchmark(OperationsPerInvoke = Events)]
    public Account Apply()
    {
        var account = new Account();
        foreach (var @event in _events)
            account = account.Apply(@event);
        return account;
    }
}
