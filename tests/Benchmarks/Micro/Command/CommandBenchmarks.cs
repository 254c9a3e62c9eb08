using Bank.Accounts;
using Bank.Contracts;
using Bank.Contracts.Commands;
using Bank.Contracts.Replies;
using BenchmarkDotNet.Attributes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orchestrix.Benchmarks.Micro.Append;
using Orchestrix.Benchmarks.Micro.Fold;
using Orchestrix.Commands;
using Orchestrix.Events;
using Orchestrix.Hosting;

namespace Orchestrix.Benchmarks.Micro.Command;

/// <summary>
/// A whole command on a silo of this process, with a store that answers at once: what Orleans and the base classes
/// cost, and no database. Per command.
/// </summary>
[MemoryDiagnoser]
public class CommandBenchmarks
{
    private const int Accounts = 64;
    private readonly Deposit _deposit = Samples.Deposit();
    private readonly Deposit _identified = Samples.Deposit("import-4711");
    private readonly IAccountGrain[] _accounts = new IAccountGrain[Accounts];
    private readonly Task<CommandResult<AccountView>>[] _answers = new Task<CommandResult<AccountView>>[Accounts];
    private IHost _host = null!;
    private IEchoGrain _echo = null!;
    private IJournalGrain _journal = null!;

    /// <summary>A silo and open accounts.</summary>
    [GlobalSetup]
    public async Task SetUp()
    {
        var builder = Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton<IEventStore, AnsweringStore>();
        builder.UseOrleans(silo => silo
            .UseLocalhostClustering(LoopbackPorts.Next(), LoopbackPorts.Next())
            .AddOrchestrix(orchestrix => orchestrix.AddEvents(BankEventsJson.Default).Events.AddEvent(typeof(Added))));
        _host = builder.Build();
        await _host.StartAsync();
        var grains = _host.Services.GetRequiredService<IGrainFactory>();
        _echo = grains.GetGrain<IEchoGrain>("1");
        _journal = grains.GetGrain<IJournalGrain>("1");
        for (var index = 0; index < Accounts; index++)
        {
            _accounts[index] = grains.GetGrain<IAccountGrain>($"{index}");
            await _accounts[index].OpenAsync(new OpenAccount("Ada", "EUR"));
        }
    }

    /// <summary>Stops the silo.</summary>
    [GlobalCleanup]
    public async Task CleanUp()
    {
        await _host.StopAsync();
        _host.Dispose();
    }

    /// <summary>Orleans alone: the same command and reply, and a grain that does nothing.</summary>
    [Benchmark(Baseline = true)]
    public Task<CommandResult<AccountView>> Echo() => _echo.DepositAsync(_identified);

    /// <summary>An aggregate without command id.</summary>
    [Benchmark]
    public Task<CommandResult<AccountView>> Deposit() => _accounts[0].DepositAsync(_deposit);

    /// <summary>An aggregate with command id, which is fingerprinted.</summary>
    [Benchmark]
    public Task<CommandResult<AccountView>> IdentifiedDeposit() => _accounts[0].DepositAsync(_identified);

    /// <summary>Many aggregates at once, which share batches.</summary>
    [Benchmark(OperationsPerInvoke = Accounts)]
    public async Task<int> Deposits_at_once()
    {
        for (var index = 0; index < Accounts; index++)
            _answers[index] = _accounts[index].DepositAsync(_identified);
        var accepted = 0;
        foreach (var answer in _answers)
            accepted += (await answer).IsAccepted ? 1 : 0;
        return accepted == Accounts ? accepted : throw new InvalidOperationException("Not all were accepted.");
    }

    /// <summary>A plain journaled grain that raises one event and confirms it.</summary>
    [Benchmark]
    public Task<long> JournaledGrain() => _journal.AddAsync(1);
}
