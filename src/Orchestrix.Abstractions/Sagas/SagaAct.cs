namespace Orchestrix.Sagas;

/// <summary>Who does something to a saga by hand, and why. Recorded with the act.</summary>
/// <param name="Actor">A user or service identity.</param>
/// <param name="Reason">For those who read the history later.</param>
[GenerateSerializer, Immutable, Alias("orchestrix.saga-act")]
public sealed record SagaAct([property: Id(0)] string Actor, [property: Id(1)] string Reason)
{
    /// <summary>
    /// Chosen by the caller: the same id on the same saga is the same act for ever, so that it is safe to send it again
    /// after a time-out. 1 to <see cref="Events.EventStoreLimits.MaxIdLength"/> characters. Without one, to repeat an
    /// act is to do it again, if the saga stands so that it can be done.
    /// </summary>
    [Id(2)]
    public string? CommandId { get; init; }
}
