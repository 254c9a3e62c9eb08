using Orchestrix.Commands;

namespace Orchestrix.Cluster.Tests.Aggregates;

[Alias("test.i-purse-grain")]
public interface IPurseGrain : IGrainWithStringKey
{
    [Alias("put")]
    Task<CommandResult<int>> Put(Put command);

    [Alias("take")]
    Task<CommandResult<int>> Take(Take command);

    [Alias("put-or-take")]
    Task<CommandResult<int>> PutOrTake(Put command);

    [Alias("curse")]
    Task<CommandResult<int>> Curse(Put command);

    [Alias("many")]
    Task<CommandResult<int>> PutOneByOne(Put command);

    [Alias("at")]
    Task<int> CoinsAt(long version);

    [Alias("tentative")]
    Task<int> Tentative();

    [Alias("confirmed")]
    Task<int> Confirmed();

    [Alias("raise")]
    Task Raise();
}
