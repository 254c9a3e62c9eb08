using Bank.Contracts.Commands;
using Bank.Contracts.Replies;
using Orchestrix.Commands;

namespace Orchestrix.Benchmarks.Micro.Command;

/// <summary>Takes what an account takes and answers what an account answers, and does nothing.</summary>
[Alias("micro.echo")]
public interface IEchoGrain : IGrainWithStringKey
{
    /// <summary>Answers with the same reply each time.</summary>
    [Alias("deposit")]
    Task<CommandResult<AccountView>> DepositAsync(Deposit command);
}
