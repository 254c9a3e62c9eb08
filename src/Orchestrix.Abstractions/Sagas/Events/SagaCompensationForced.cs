using Orchestrix.Events;

namespace Orchestrix.Sagas;

/// <summary>A person, or the saga that this one is a part of, wants it undone.</summary>
/// <param name="Actor">Who.</param>
/// <param name="Reason">Why.</param>
[EventType("saga.compensation-forced", 1)]
public sealed record SagaCompensationForced(string Actor, string Reason) : SagaEvent;
