// Long: the README's example is one piece, so its types share this file.
using Orchestrix.Aggregates;
using Orchestrix.Commands;
using Orchestrix.Events;
using Orchestrix.Hosting;
using Orchestrix.PostgreSQL.Hosting;

namespace Orchestrix.Tests.Snippets;

// snippet: counter
[GenerateSerializer, Alias("counter.increment")]
public sealed record Increment([property: Id(0)] int By) : Command;

[EventType("counter.incremented")]
public sealed record Incremented(int By);

public sealed record Counter : IAggregateState<Counter>
{
    public int Value { get; init; }

    public Counter Apply(object @event) => @event switch
    {
        Incremented incremented => this with { Value = Value + incremented.By },
        _ => this,
    };
}

[Alias("counter")]
public interface ICounterGrain : IGrainWithStringKey
{
    [Alias("increment")]
    Task<CommandResult<int>> Increment(Increment command);
}

[GrainType("counter")]
public sealed class CounterGrain : AggregateGrain<Counter>, ICounterGrain
{
    public Task<CommandResult<int>> Increment(Increment command) => HandleAsync(
        command,
        decide: static (counter, command) => command.By > 0
            ? Decision.Accept(new Incremented(command.By))
            : Decision.Refuse("counter.not-positive", "A counter only goes up."),
        reply: static counter => counter.Value);
}
// end-snippet

/// <summary>How a silo and a client use it.</summary>
public static class CounterSnippet
{
    public static void Host(ISiloBuilder silo, string connectionString) =>
        // snippet: hosting
        silo.AddOrchestrix(orchestrix => orchestrix
            .UsePostgreSQL(connectionString)
            .AddEvents(typeof(Incremented).Assembly));
    // end-snippet

    public static async Task<int> Call(IGrainFactory grains)
    {
        // snippet: calling
        var counter = grains.GetGrain<ICounterGrain>("visits");
        var result = await counter.Increment(new Increment(1) { CommandId = "request-4711" });
        // Sent again, the same command id returns the same answer and changes nothing.
        var again = await counter.Increment(new Increment(1) { CommandId = "request-4711" });
        // end-snippet
        return result.Version == again.Version ? result.Reply : 0;
    }
}
