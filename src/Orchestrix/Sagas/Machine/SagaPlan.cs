namespace Orchestrix.Sagas;

/// <summary>
/// What is to happen next: events to record first, if any; else participants to ask and a time at which to look again.
/// A plan with none of these is one of a saga at rest.
/// </summary>
internal sealed record SagaPlan(
    IReadOnlyList<SagaEvent> Events, IReadOnlyList<SagaCall> Calls, DateTimeOffset? DueAt = null)
{
    public static SagaPlan Rest { get; } = new([], []);

    public static SagaPlan Record(params SagaEvent[] events) => new(events, []);
}
