using Orchestrix.Sagas;

namespace Orchestrix.Tests.Sagas;

/// <summary>A participant that sells and takes back, each command id once.</summary>
[Alias("test.shop")]
public interface IShopGrain : IGrainWithStringKey
{
    [Alias("buy")]
    Task<StepResult> BuyAsync(string commandId);

    [Alias("take-back")]
    Task<StepResult> TakeBackAsync(string commandId, string boughtAs);
}
