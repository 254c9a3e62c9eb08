namespace Orchestrix.Readiness;

/// <summary>What a check has found.</summary>
public enum CheckOutcome
{
    /// <summary>It was measured, and it is as it should be.</summary>
    Passed,

    /// <summary>It was measured, and it is not; or it could not be measured although it should be possible.</summary>
    Failed,

    /// <summary>It failed, and somebody answers for that until a date.</summary>
    Waived,

    /// <summary>The profile, or this installation, has nothing to measure.</summary>
    NotApplicable,

    /// <summary>
    /// It cannot be measured from here; the evidence says where it can. In production a check that is critical or major
    /// counts as failed then.
    /// </summary>
    Unknown,
}
