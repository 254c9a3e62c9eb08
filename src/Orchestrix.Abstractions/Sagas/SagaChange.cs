namespace Orchestrix.Sagas;

/// <summary>What a part of the log makes of the row of a saga.</summary>
/// <param name="Saga">
/// The saga as it stands after that part. One that has ended has no row any more. Its <see cref="SagaSummary.BegunAt"/>
/// matters only if there is no row yet.
/// </param>
/// <param name="Letter">Set if the saga was parked in that part and still is.</param>
public sealed record SagaChange(SagaSummary Saga, SagaLetter? Letter = null)
{
    /// <summary>True if the saga has ended, so that its row goes.</summary>
    public bool IsEnd => Saga.Status is SagaStatus.Completed or SagaStatus.Compensated;
}
