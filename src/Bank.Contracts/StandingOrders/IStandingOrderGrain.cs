using Orchestrix.Commands;

namespace Bank.Contracts.StandingOrders;

/// <summary>
/// A standing order; the key is its id. Its executions are transfers with the ids <c>{order}.1</c>, <c>{order}.2</c>
/// and so on, so that each happens once.
/// </summary>
[Alias("bank.standing-order")]
public interface IStandingOrderGrain : IGrainWithStringKey
{
    /// <summary>Opens the order.</summary>
    [Alias("open")]
    Task<CommandResult<StandingOrderView>> OpenAsync(OpenStandingOrder command);

    /// <summary>Lets no further execution begin until the order is resumed.</summary>
    [Alias("pause")]
    Task<CommandResult<StandingOrderView>> PauseAsync(PauseStandingOrder command);

    /// <summary>Goes on; what fell due during the pause is skipped.</summary>
    [Alias("resume")]
    Task<CommandResult<StandingOrderView>> ResumeAsync(ResumeStandingOrder command);

    /// <summary>Ends the order for ever. An execution that has begun goes on.</summary>
    [Alias("cancel")]
    Task<CommandResult<StandingOrderView>> CancelAsync(CancelStandingOrder command);

    /// <summary>The order as it stands; null if none was opened under this id.</summary>
    [Alias("get")]
    Task<StandingOrderView?> GetAsync();
}
