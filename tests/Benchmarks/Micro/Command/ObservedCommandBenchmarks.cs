using Bank.Accounts;
using Bank.Contracts;
using Bank.Contracts.Commands;
using Bank.Contracts.Replies;
using BenchmarkDotNet.Attributes;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orchestrix.Benchmarks.Micro.Append;
using Orchestrix.Commands;
using Orchestrix.Events;
using Orchestrix.Hosting;
using Orchestrix.Observability.Hosting;

namespace Orchestrix.Benchmarks.Micro.Command;

/// <summary>
/// What observing adds to a whole command on a silo of this process, with a store that answers at once. Per command.
/// Spans are sent to where nobody takes them.
/// </summary>
[MemoryDiagnoser]
public class ObservedCommandBenchmarks
{
    private const int Accounts = 64;
    private readonly Deposit _deposit = Samples.Deposit("import-4711");
    private readonly IAccountGrain[] _accounts = new IAccountGrain[Accounts];
    private readonly Task<CommandResult<AccountView>>[] _answers = new Task<CommandResult<AccountView>>[Accounts];
    private IHost _host = null!;

    /// <summary>How much is seen of the silo.</summary>
    public enum Sight
    {
        /// <summary>Nothing.</summary>
        Nothing,

        /// <summary>All metrics.</summary>
        Metrics,

        /// <summary>All metrics, and traces of which none is recorded.</summary>
        Unrecorded,

        /// <summary>All metrics, and traces of which a tenth is recorded.</summary>
        Tenth,

        /// <summary>As <see cref="Tenth"/>, and a span for each call.</summary>
        TenthWithCalls,

        /// <summary>As <see cref="Tenth"/>, and Orleans' own propagation.</summary>
        OrleansTenth,
    }

    /// <summary>What is compared.</summary>
    [ParamsAllValues]
    public Sight Seen { get; set; }

    /// <summary>A silo and open accounts.</summary>
    [GlobalSetup]
    public async Task SetUp()
    {
        var builder = Host.CreateApplicationBuilder();
        if (Seen != Sight.Nothing)
            Observe(builder);
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton<IEventStore, AnsweringStore>();
        builder.UseOrleans(silo =>
        {
            silo.UseLocalhostClustering(LoopbackPorts.Next(), LoopbackPorts.Next());
            if (Seen == Sight.OrleansTenth)
                silo.AddActivityPropagation();
            silo.AddOrchestrix(orchestrix => orchestrix.AddEvents(BankEventsJson.Default));
        });
        _host = builder.Build();
        await _host.StartAsync();
        var grains = _host.Services.GetRequiredService<IGrainFactory>();
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

    /// <summary>Many aggregates at once, which share batches.</summary>
    [Benchmark(OperationsPerInvoke = Accounts)]
    public async Task<int> Deposits_at_once()
    {
        for (var index = 0; index < Accounts; index++)
            _answers[index] = _accounts[index].DepositAsync(_deposit);
        var accepted = 0;
        foreach (var answer in _answers)
            accepted += (await answer).IsAccepted ? 1 : 0;
        return accepted == Accounts ? accepted : throw new InvalidOperationException("Not all were accepted.");
    }

    private void Observe(HostApplicationBuilder builder)
    {
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Observability:Tracing:OtlpEndpoint"] = Seen == Sight.Metrics ? null : "http://127.0.0.1:9",
            ["Observability:Tracing:Transport"] = "HttpProtobuf",
            ["Observability:Logging:Json"] = "false",
        });
        builder.AddOrchestrixObservability(options =>
        {
            options.Tracing.SamplingRatio = Seen == Sight.Unrecorded ? 0 : 0.1;
            options.Tracing.CallSpans = Seen == Sight.TenthWithCalls;
            if (Seen == Sight.OrleansTenth)
                options.Tracing.Sources.Add("Microsoft.Orleans.Application");
        });
    }
}
