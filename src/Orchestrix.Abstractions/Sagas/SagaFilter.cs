namespace Orchestrix.Sagas;

/// <summary>Which sagas are meant: every part that is given must match.</summary>
[GenerateSerializer, Immutable, Alias("orchestrix.saga-filter")]
public sealed record SagaFilter
{
    /// <summary>Every saga that has not ended.</summary>
    public static SagaFilter Everything { get; } = new();

    /// <summary>Sagas of this type, which is the name of their definition.</summary>
    [Id(0)]
    public string? SagaType { get; init; }

    /// <summary>Sagas that stand so: running, compensating or parked.</summary>
    [Id(1)]
    public SagaStatus? Status { get; init; }

    /// <summary>
    /// Sagas of this tenant. A call in the name of a tenant means its own, whatever this says.
    /// </summary>
    [Id(2)]
    public string? Tenant { get; init; }

    /// <summary>True if the saga is meant.</summary>
    public bool Matches(SagaSummary saga)
    {
        ArgumentNullException.ThrowIfNull(saga);
        return (SagaType is null || SagaType == saga.Saga.GrainType) && (Status is null || Status == saga.Status)
            && (Tenant is null || saga.Saga.IsOf(Tenant));
    }
}
