using System.Diagnostics;
using Orchestrix.Commands;
using Orchestrix.Diagnostics;
using Orchestrix.Events;
using Orchestrix.Sagas;

namespace Orchestrix.Tests.Diagnostics;

/// <summary>What is stored of a trace, and what later work makes of it.</summary>
public sealed class TraceTests : IDisposable
{
    private const string Trace = "0af7651916cd43dd8448eb211c80319c";
    private const string Span = "b7ad6b7169203331";
    private const string Recorded = $"00-{Trace}-{Span}-01";
    private const string Unrecorded = $"00-{Trace}-{Span}-00";

    private static readonly SagaCall Call = new("debit", SagaPhase.Action, 1, null);

    private readonly ActivityListener _listener = new()
    {
        ShouldListenTo = static source => source.Name == OrchestrixTracing.SourceName,
        Sample = static (ref ActivityCreationOptions<ActivityContext> _) =>
            ActivitySamplingResult.AllDataAndRecorded,
    };

    public TraceTests() => ActivitySource.AddActivityListener(_listener);

    public void Dispose() => _listener.Dispose();

    [Theory]
    [InlineData(ActivityTraceFlags.Recorded, true)]
    [InlineData(ActivityTraceFlags.None, false)]
    public void The_trace_of_a_call_is_stored_if_it_is_recorded(ActivityTraceFlags flags, bool isStored)
    {
        using var activity = new Activity("caller") { ActivityTraceFlags = flags }
            .SetIdFormat(ActivityIdFormat.W3C).Start();

        Assert.Equal(isStored ? activity.Id : null, CallContext.Current.TraceParent);
    }

    [Fact]
    public void A_batch_is_a_child_of_the_first_recorded_command_and_has_links_to_the_others()
    {
        var links = new TraceLinks();
        foreach (var one in new[] { null, Unrecorded, Recorded, Recorded, Other(1), Other(2), "nonsense-01" })
            links.Add(one);

        using var span = links.StartChild("append batch", ActivityKind.Internal)!;

        Assert.Equal((Trace, Span), (span.TraceId.ToHexString(), span.ParentSpanId.ToHexString()));
        Assert.Equal(
            [Other(1)[3..35], Other(2)[3..35]], span.Links.Select(static link => link.Context.TraceId.ToHexString()));
    }

    [Fact]
    public void A_page_has_a_trace_of_its_own_and_at_most_so_many_links()
    {
        var links = new TraceLinks();
        for (var number = 1; number <= TraceLinks.MaxLinks + 5; number++)
            links.Add(Other(number));
        using var before = new Activity("before").Start();

        using var span = links.StartLinked("page", ActivityKind.Consumer)!;

        Assert.Equal((default, TraceLinks.MaxLinks), (span.ParentSpanId, span.Links.Count()));
        Assert.NotEqual(before.TraceId, span.TraceId);
    }

    [Fact]
    public void What_follows_nothing_that_is_recorded_has_no_span()
    {
        var links = new TraceLinks();
        links.Add(Unrecorded);
        Assert.Null(links.StartLinked("page", ActivityKind.Consumer));
        Assert.Null(links.StartChild("batch", ActivityKind.Internal));
    }

    [Fact]
    public void A_step_is_in_the_trace_that_started_its_saga_and_later_has_a_link_to_it()
    {
        var (saga, origin) = (StreamId.For("transfer", "1"), new EventMetadata { TraceParent = Recorded });

        using (var step = SagaTrace.StartStep(saga, Call, origin, isTakenUp: false)!)
            Assert.Equal((Trace, "step debit"), (step.TraceId.ToHexString(), step.DisplayName));

        using var later = SagaTrace.StartStep(saga, Call, origin, isTakenUp: true)!;
        Assert.NotEqual(Trace, later.TraceId.ToHexString());
        Assert.Equal((Trace, Span), (
            Assert.Single(later.Links).Context.TraceId.ToHexString(),
            Assert.Single(later.Links).Context.SpanId.ToHexString()));
    }

    private static string Other(int number) => $"00-{number:x32}-{Span}-01";
}
