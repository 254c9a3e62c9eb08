namespace Orchestrix.Sagas;

/// <summary>What a failure of a step says about its effect, and so what to do next.</summary>
public enum StepFailureKind
{
    /// <summary>It did not take effect, and may succeed later: it is tried again.</summary>
    Transient,

    /// <summary>It did not take effect and never will: it is not tried again.</summary>
    Final,

    /// <summary>
    /// It may have taken effect. The participant is asked again with the same command id; until it answers, the step
    /// counts as one that has to be undone.
    /// </summary>
    Unknown,
}
