namespace Orchestrix.PostgreSQL.Integrity;

/// <summary>What an incremental verification has come to.</summary>
/// <param name="State">How far the log is sealed.</param>
/// <param name="Parts">What was compared; a part may be empty.</param>
/// <param name="Finding">A difference, the first of its part; null if there is none.</param>
internal sealed record IncrementalResult(LogState State, IReadOnlyList<VerifiedPart> Parts, LogFinding? Finding);
