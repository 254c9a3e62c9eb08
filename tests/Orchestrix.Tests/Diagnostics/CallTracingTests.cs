using System.Diagnostics;
using OpenTelemetry;
using OpenTelemetry.Trace;
using Orchestrix.Commands;
using Orchestrix.Diagnostics;
using Orchestrix.Events;
using Orchestrix.Observability.Tracing;
using Orchestrix.Subscriptions;
using Orleans.Runtime;

namespace Orchestrix.Tests.Diagnostics;

/// <summary>Which trace the work of a call belongs to, and who decides about a call that is in none.</summary>
public sealed class CallTracingTests : IDisposable
{
    private const string Trace = "0af7651916cd43dd8448eb211c80319c";
    private const string Span = "b7ad6b7169203331";

    private readonly ActivitySource _caller = new("caller");
    private readonly ActivityListener _listener = new()
    {
        ShouldListenTo = static source => source.Name is OrchestrixTracing.SourceName or "caller",
        Sample = static (ref ActivityCreationOptions<ActivityContext> _) =>
            ActivitySamplingResult.AllDataAndRecorded,
    };

    public CallTracingTests()
    {
        RequestContext.Clear();
        ActivitySource.AddActivityListener(_listener);
    }

    public void Dispose()
    {
        RequestContext.Clear();
        _listener.Dispose();
        _caller.Dispose();
    }

    [Fact]
    public void Work_is_in_the_trace_that_the_caller_joined_and_so_is_what_it_calls()
    {
        using (var caller = _caller.StartActivity("caller")!)
        {
            caller.TraceStateString = "vendor=1";
            CallContext.JoinTrace(caller);
            Activity.Current = null;

            using var work = new CallTracing().Start("work")!;

            Assert.Equal((caller.TraceId, caller.SpanId), (work.TraceId, work.ParentSpanId));
            Assert.Equal("vendor=1", work.TraceStateString);
            Assert.Equal(work.Context.SpanId, CallContext.CallerTrace.SpanId);
            Assert.Equal(work.Id, CallContext.Current.TraceParent);
        }
    }

    [Theory]
    [InlineData(512, true)]
    [InlineData(513, false)]
    public void A_state_of_a_trace_goes_with_calls_up_to_the_length_that_all_have_to_carry(int length, bool isCarried)
    {
        using var caller = _caller.StartActivity("caller")!;
        caller.TraceStateString = "vendor=" + new string('1', length - "vendor=".Length);

        CallContext.JoinTrace(caller);

        Assert.Equal(caller.SpanId, CallContext.CallerTrace.SpanId);
        Assert.Equal(isCarried ? caller.TraceStateString : null, RequestContext.Get("tracestate"));
    }

    [Theory]
    [InlineData($"00-{Trace}-{Span}-00", false)]
    [InlineData($"00-{Trace}-{Span}-01", true)]
    [InlineData($"00-{Trace}-{Span}-02", false)]
    [InlineData($"00-{Trace}-{Span}-03", true)]
    [InlineData("nonsense", false)]
    [InlineData($"00-{Trace}-{Span}zzzz1", false)]
    public void What_a_caller_does_not_record_has_no_span_and_is_not_stored(string header, bool isRecorded)
    {
        RequestContext.Set("traceparent", header);

        Assert.Equal(isRecorded ? header : null, Valid(CallContext.Current.TraceParent));
        using var work = new CallTracing(new Drawn()).Start("work");
        Assert.Equal(isRecorded, work is not null);
    }

    [Fact]
    public void Work_within_a_span_that_is_not_recorded_has_none()
    {
        using var caller = new Activity("caller").SetIdFormat(ActivityIdFormat.W3C).Start();
        Assert.Null(new CallTracing(new Drawn()).Start("work"));
    }

    [Fact]
    public void Who_leaves_a_trace_is_recorded_nowhere_and_still_has_an_id_for_logs()
    {
        RequestContext.Set("traceparent", $"00-{Trace}-{Span}-01");

        CallContext.LeaveTrace();

        Assert.Null(new CallTracing(new Drawn()).Start("work"));
        Assert.Null(CallContext.Current.TraceParent);
        Assert.NotEqual(default, CallContext.CallerTrace.TraceId);
        Assert.NotEqual(Trace, CallContext.CallerTrace.TraceId.ToHexString());
    }

    [Theory]
    [InlineData(null, false)]
    [InlineData($"00-{Trace}-{Span}-00", false)]
    [InlineData($"00-{Trace}-{Span}-01", true)]
    public void What_a_handler_calls_is_recorded_if_its_event_is_and_nothing_else_of_it_is_drawn(
        string? stored, bool isRecorded)
    {
        using var span = SubscriptionTrace.StartEvent("mails", Event(stored), attempt: 1);
        // A grain in another process: it has the context of the call, not the activity.
        Activity.Current = null;

        using var work = new CallTracing(new Drawn()).Start("work");

        Assert.Equal((isRecorded, isRecorded), (span is not null, work is not null));
        Assert.Equal(span?.TraceId, work?.TraceId);
    }

    [Fact]
    public void A_handler_of_whom_nobody_listens_leaves_no_trace()
    {
        _listener.Dispose();

        Assert.Null(SubscriptionTrace.StartEvent("mails", Event(null), attempt: 1));
        Assert.Equal(default, CallContext.CallerTrace);
    }

    [Fact]
    public void A_call_in_no_trace_begins_one_if_it_is_drawn()
    {
        using (var work = new CallTracing(new Drawn()).Start("work")!)
            Assert.Equal(default, work.ParentSpanId);
        RequestContext.Clear();
        Assert.Null(new CallTracing(new Drawn(false)).Start("work"));
        using var asked = new CallTracing().Start("work");
        Assert.NotNull(asked);
    }

    [Fact]
    public void Of_the_calls_in_no_trace_the_configured_share_is_recorded_and_all_that_are_drawn()
    {
        const int Calls = 20_000;
        using var source = new ActivitySource(nameof(CallTracingTests));
        var sampler = new LinkedSampler(0.1);
        using var provider = Sdk.CreateTracerProviderBuilder()
            .SetSampler(new ParentBasedSampler(sampler)).AddSource(source.Name).Build();

        var drawn = 0;
        for (var call = 0; call < Calls; call++)
        {
            using var span = sampler.Start(source, "work");
            drawn += span is null ? 0 : 1;
            Assert.True(span is null || span.Recorded);
        }

        // Eight standard deviations to either side.
        Assert.InRange(drawn, 1_660, 2_340);
    }

    private static RecordedEvent Event(string? traceParent) => new()
    {
        Stream = StreamId.For("purse", "1"),
        Version = 1,
        Position = 1,
        EventType = "filled",
        SchemaVersion = 1,
        Json = ReadOnlyMemory<byte>.Empty,
        EventId = Guid.NewGuid(),
        CommitId = Guid.NewGuid(),
        CommitIndex = 0,
        CommitSize = 1,
        RecordedAt = default,
        Metadata = new EventMetadata { TraceParent = traceParent },
    };

    private static string? Valid(string? header) =>
        ActivityContext.TryParse(header, null, out _) ? header : null;

    /// <summary>Draws every call, or none.</summary>
    private sealed class Drawn(bool isDue = true) : ITraceStarts
    {
        public Activity? Start(ActivitySource source, string name) => isDue ? source.StartActivity(name) : null;
    }
}
