using System.Collections.Concurrent;
using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Orchestrix.Cluster.Tests.Aggregates;
using Orchestrix.Cluster.Tests.Support;
using Orchestrix.Commands;
using Orchestrix.Diagnostics;
using Orchestrix.Events;
using Orchestrix.InMemory;

namespace Orchestrix.Cluster.Tests.Observability;

/// <summary>The spans of commands on one silo, whose callers are in this process.</summary>
public sealed class CommandTraceTests : IDisposable
{
    private readonly ActivitySource _caller = new(nameof(CommandTraceTests));
    private readonly ConcurrentQueue<Activity> _ended = new();
    private readonly ActivityListener _listener;

    public CommandTraceTests()
    {
        _listener = new ActivityListener
        {
            ShouldListenTo = static source => source.Name is OrchestrixTracing.SourceName or nameof(CommandTraceTests),
            Sample = static (ref ActivityCreationOptions<ActivityContext> _) =>
                ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = _ended.Enqueue,
        };
        ActivitySource.AddActivityListener(_listener);
    }

    public void Dispose()
    {
        _listener.Dispose();
        _caller.Dispose();
    }

    [Fact]
    public async Task A_command_belongs_to_the_trace_of_its_own_caller_and_to_no_other()
    {
        var store = new InMemoryEventStore(TimeProvider.System);
        await using var silo = await TestSilo.StartAsync(store);
        var purse = silo.Grains.GetGrain<IPurseGrain>("1");

        // The first call activates the grain, and what it was in must not stay with the activation.
        var (first, second) = (await PutAsync(purse, 1), await PutAsync(purse, 2));
        await purse.Put(new Put(3));

        var events = await EventsAsync(store, "1");
        Assert.Equal(first, TraceOf(events[0]));
        Assert.Equal(second, TraceOf(events[1]));
        // Who is in no trace begins one, which nobody forbids here.
        Assert.NotNull(events[2].Metadata.TraceParent);
        Assert.NotEqual(first, TraceOf(events[2]));
        Assert.NotEqual(second, TraceOf(events[2]));
        foreach (var trace in new[] { first, second })
        {
            var caller = Assert.Single(_ended, one => one.OperationName == "caller" && one.TraceId == trace);
            var command = Assert.Single(_ended, one => one.OperationName == "command" && one.TraceId == trace);
            Assert.Equal((caller.SpanId, ActivityKind.Server), (command.ParentSpanId, command.Kind));
        }
    }

    [Fact]
    public async Task Whether_a_call_in_no_trace_begins_one_is_drawn()
    {
        var store = new InMemoryEventStore(TimeProvider.System);
        await using var silo = await TestSilo.StartAsync(store, configureSilo: static builder =>
            builder.Services.AddSingleton<ITraceStarts, NoStarts>());

        await silo.Grains.GetGrain<IPurseGrain>("2").Put(new Put(1));

        Assert.Null(Assert.Single(await EventsAsync(store, "2")).Metadata.TraceParent);
    }

    private async Task<ActivityTraceId> PutAsync(IPurseGrain purse, int coins)
    {
        using var span = _caller.StartActivity("caller")!;
        CallContext.JoinTrace(span);
        await purse.Put(new Put(coins));
        return span.TraceId;
    }

    private static async Task<List<RecordedEvent>> EventsAsync(InMemoryEventStore store, string purse) =>
        await store.ReadStreamAsync(StreamId.For("purse", purse), StreamRead.Forwards())
            .ToListAsync(TestContext.Current.CancellationToken);

    private static ActivityTraceId TraceOf(RecordedEvent one) =>
        ActivityContext.Parse(one.Metadata.TraceParent!, null).TraceId;

    private sealed class NoStarts : ITraceStarts
    {
        public Activity? Start(ActivitySource source, string name) => null;
    }
}
