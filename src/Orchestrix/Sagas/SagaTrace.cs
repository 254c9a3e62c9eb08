using System.Diagnostics;
using Orchestrix.Commands;
using Orchestrix.Diagnostics;
using Orchestrix.Events;

namespace Orchestrix.Sagas;

/// <summary>The spans of a saga's steps.</summary>
internal static class SagaTrace
{
    /// <summary>
    /// The span of a saga's start: its steps belong to it, in the trace of the caller if there is one.
    /// </summary>
    public static Activity? StartSaga(StreamId saga, CallTracing tracing)
    {
        var span = tracing.Start("start saga");
        if (span is null)
            return null;
        span.DisplayName = $"start {saga.GrainType}";
        return span.SetTag("orchestrix.saga_type", saga.GrainType);
    }

    /// <summary>
    /// The span of one attempt at a step. It belongs to the trace that started the saga; an activation that has taken
    /// the saga up, perhaps hours later, makes traces of its own with links to it.
    /// </summary>
    /// <param name="saga">The saga.</param>
    /// <param name="call">The attempt.</param>
    /// <param name="origin">What is stored with the start of the saga.</param>
    /// <param name="isTakenUp">True if another activation has started the saga.</param>
    public static Activity? StartStep(StreamId saga, SagaCall call, EventMetadata origin, bool isTakenUp)
    {
        if (!OrchestrixTracing.Source.HasListeners())
            return null;
        var links = new TraceLinks();
        links.Add(origin.TraceParent);
        var span = isTakenUp
            ? links.StartLinked("saga step", ActivityKind.Internal)
            : links.StartChild("saga step", ActivityKind.Internal);
        if (span is null)
        {
            // The saga is in no trace, and its participants are not to begin any.
            CallContext.LeaveTrace();
            return null;
        }
        CallContext.JoinTrace(span);
        span.DisplayName = call.Phase == SagaPhase.Action ? $"step {call.Step}" : $"undo {call.Step}";
        return span
            .SetTag("orchestrix.saga_type", saga.GrainType)
            .SetTag("orchestrix.step", call.Step)
            .SetTag("orchestrix.attempt", call.Attempt);
    }

    /// <summary>What the participant's answer means. What it says may be about people; its code is not.</summary>
    public static StepResult Answered(Activity? span, StepResult result)
    {
        if (span is null)
            return result;
        span.SetTag("orchestrix.status", result switch
        {
            { IsDone: true } => Outcome.Success,
            { IsPending: true } => "pending",
            { Failure: StepFailureKind.Final } => Outcome.Rejected,
            _ => Outcome.Error,
        });
        if (result.Failure is not null)
            span.SetTag("error.type", result.Code);
        if (result.Failure is StepFailureKind.Transient or StepFailureKind.Unknown)
            span.SetStatus(ActivityStatusCode.Error);
        return result;
    }
}
