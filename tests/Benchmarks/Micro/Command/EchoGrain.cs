using Bank.Contracts;
using Bank.Contracts.Commands;
using Bank.Contracts.Replies;
using Orchestrix.Commands;

namespace Orchestrix.Benchmarks.Micro.Command;

/// <inheritdoc cref="IEchoGrain"/>
[GrainType("micro-echo")]
public sealed class EchoGrain : Grain, IEchoGrain
{
    private static readonly AccountView View = new("1", "Ada", "EUR", 12.50m, 0m, 12.50m, AccountStatus.Open, 2);

    /// <inheritdoc/>
    public Task<CommandResult<AccountView>> DepositAsync(Deposit command) =>
        Task.FromResult(new CommandResult<AccountView> { Reply = View, Version = 2, Position = 2 });
}
