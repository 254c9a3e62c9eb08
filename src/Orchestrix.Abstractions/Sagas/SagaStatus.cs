namespace Orchestrix.Sagas;

/// <summary>Where a saga stands. It ends as one of the last three.</summary>
public enum SagaStatus
{
    /// <summary>It was never started.</summary>
    None,

    /// <summary>Its steps are being taken, or it waits.</summary>
    Running,

    /// <summary>What its steps did is being undone.</summary>
    Compensating,

    /// <summary>It cannot go on by itself; the reason is recorded, and a person decides.</summary>
    Parked,

    /// <summary>Every step was taken.</summary>
    Completed,

    /// <summary>Every step that may have taken effect was undone.</summary>
    Compensated,
}
