namespace Orchestrix.PostgreSQL.Integrity;

/// <summary>In which way a log is not what was sealed.</summary>
internal enum FindingKind
{
    /// <summary>The event has another content than it had.</summary>
    Altered,

    /// <summary>The event is gone; what followed may have moved up.</summary>
    Missing,

    /// <summary>The event was not there, or not there alone.</summary>
    Inserted,

    /// <summary>The event is one that was at another position.</summary>
    Moved,

    /// <summary>A seal is not what it was.</summary>
    SealAltered,

    /// <summary>A seal is gone.</summary>
    SealMissing,

    /// <summary>The log ends, or was sealed otherwise, before a place up to which it was verified.</summary>
    Replaced,
}
