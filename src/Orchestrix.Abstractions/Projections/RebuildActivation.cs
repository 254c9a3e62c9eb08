namespace Orchestrix.Projections;

/// <summary>When a rebuilt table takes the place of the active one.</summary>
[GenerateSerializer, Alias("orchestrix.rebuild-activation")]
public enum RebuildActivation
{
    /// <summary>If its rows equal those of the active one, or are of another version. The default.</summary>
    IfEqual,

    /// <summary>Also if they differ or cannot be compared: to repair the active one.</summary>
    Always,

    /// <summary>Never: only to compare. The rebuilt table is kept, and the next rebuild goes on with it.</summary>
    Never,
}
