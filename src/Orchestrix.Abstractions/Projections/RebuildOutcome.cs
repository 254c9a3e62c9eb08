namespace Orchestrix.Projections;

/// <summary>What became of a request about a rebuild.</summary>
[GenerateSerializer, Alias("orchestrix.rebuild-outcome")]
public enum RebuildOutcome
{
    /// <summary>It is recorded, and a silo does it.</summary>
    Accepted,

    /// <summary>The same was asked for before and is not over yet; nothing was changed.</summary>
    Unchanged,

    /// <summary>No projection of this name has ever run.</summary>
    NotFound,

    /// <summary>Another rebuild is under way; nothing was changed.</summary>
    Busy,

    /// <summary>There is nothing that could be activated or cancelled.</summary>
    NothingThere,
}
