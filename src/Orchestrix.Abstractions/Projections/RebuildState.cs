namespace Orchestrix.Projections;

/// <summary>How far a rebuild has come.</summary>
[GenerateSerializer, Alias("orchestrix.rebuild-state")]
public enum RebuildState
{
    /// <summary>It was asked for, and waits for a silo that has the projection.</summary>
    Requested,

    /// <summary>A silo builds. If that silo dies, another one goes on.</summary>
    Running,

    /// <summary>A person gave it up; a silo is to drop what was built.</summary>
    Cancelling,

    /// <summary>
    /// The table is built and was not activated: it differs, could not be compared, or was only to be compared. It
    /// waits for a person, who activates or cancels it.
    /// </summary>
    Built,

    /// <summary>The table is the active one.</summary>
    Activated,

    /// <summary>It was given up, and what was built is dropped.</summary>
    Cancelled,

    /// <summary>It cannot go on; the next one goes on with what was built.</summary>
    Failed,
}
