using Bank.Contracts;
using Orchestrix.Events;
using Orleans.Concurrency;

namespace Bank.Accounts;

/// <summary>Answers readiness probes; every silo has its own, so a probe costs no directory look-up.</summary>
[GrainType("bank-probe"), StatelessWorker]
public sealed class BankProbeGrain(IEventStore store) : Grain, IBankProbeGrain
{
    /// <inheritdoc/>
    public Task CheckAsync(CancellationToken cancellationToken) => store.ReadHeadAsync(cancellationToken);
}
