namespace Orchestrix.Inspection;

/// <summary>Whether a stream could be looked at.</summary>
public enum InspectionOutcome
{
    /// <summary>It could.</summary>
    Found,

    /// <summary>
    /// There is no such stream, and no grain class of this silo carries its type in <c>[GrainType]</c>.
    /// </summary>
    UnknownType,

    /// <summary>The type is known, but the stream has no events.</summary>
    NoSuchStream,

    /// <summary>The stream is not that long; <see cref="StreamMoment.StreamVersion"/> tells how long it is.</summary>
    BeyondEnd,

    /// <summary>The stream began later; <see cref="StreamMoment.FirstRecordedAt"/> tells when.</summary>
    BeforeFirstEvent,

    /// <summary>
    /// The stream has events, but this silo cannot fold them: no grain class has the type, or only an activation of it
    /// can, because it overrides <c>TransitionState</c>.
    /// </summary>
    NoFold,
}
