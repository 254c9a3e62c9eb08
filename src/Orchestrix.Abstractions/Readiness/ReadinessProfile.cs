namespace Orchestrix.Readiness;

/// <summary>What an installation is for. Each asks for everything that the one before it asks for.</summary>
public enum ReadinessProfile
{
    /// <summary>A machine of a developer: what would lose or falsify data.</summary>
    Development,

    /// <summary>A rehearsal: what can be had without a second server and without a public address.</summary>
    Staging,

    /// <summary>Other people's money: everything.</summary>
    Production,
}
