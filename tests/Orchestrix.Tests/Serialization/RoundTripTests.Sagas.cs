using Orchestrix.Events;
using Orchestrix.Sagas;

namespace Orchestrix.Tests.Serialization;

/// <content>What tells about sagas.</content>
public sealed partial class RoundTripTests
{
    private static object[] SagaSamples()
    {
        var step = new SagaStepView
        {
            Name = "hotel",
            Status = SagaStepStatus.GaveUp,
            Compensation = SagaStepStatus.Backoff,
            Attempts = 2,
            CompensationAttempts = 3,
            BegunAt = DateTimeOffset.UnixEpoch,
            EndedAt = DateTimeOffset.UnixEpoch,
            DueAt = DateTimeOffset.UnixEpoch,
            FailureCode = "code",
            FailureMessage = "message",
            MayHaveTakenEffect = true,
            ResultJson = "{}",
        };

        var saga = new SagaSummary
        {
            Saga = _stream,
            Status = SagaStatus.Parked,
            BegunAt = DateTimeOffset.UnixEpoch,
            DueAt = DateTimeOffset.UnixEpoch,
            ReasonCode = "code",
            ParkedAt = "hotel",
            ParkedSince = DateTimeOffset.UnixEpoch,
        };

        var happening = new SagaTimelineEntry
        {
            At = DateTimeOffset.UnixEpoch,
            Kind = SagaTimelineKind.Action,
            Step = "hotel",
            Attempt = 2,
            Outcome = "unknown",
            EndedAt = DateTimeOffset.UnixEpoch,
            Code = "code",
            Text = "text",
            NextAt = DateTimeOffset.UnixEpoch,
            Actor = "me",
        };
        return
        [
            new SagaMessage("m", "approval", "{}"),
            new SagaAct("me", "because"),
            new SagaParent(_stream, "papers"),
            step,
            new SagaView
            {
                Saga = _stream, Status = SagaStatus.Parked, DefinitionVersion = 2, Version = 3,
                StartedAt = DateTimeOffset.UnixEpoch, EndedAt = DateTimeOffset.UnixEpoch, IsCancelled = true,
                ReasonCode = "code", Reason = "reason", ParkedAt = "hotel", Steps = [step], DataJson = "{}",
            },
            saga,
            new SagaFilter { SagaType = "trip", Status = SagaStatus.Parked, Tenant = "acme" },
            new SagaPlace(SagaStatus.Parked, _stream),
            new SagaPage([saga], new SagaPlace(SagaStatus.Running, _stream)),
            new SagaCount("trip", SagaStatus.Compensating, 7),
            SagaTimelineKind.Compensation,
            happening,
            new SagaDetails(new SagaView { Saga = _stream }, [happening]),
        ];
    }
}
