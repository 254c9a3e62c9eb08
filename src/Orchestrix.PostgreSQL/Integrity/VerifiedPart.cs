namespace Orchestrix.PostgreSQL.Integrity;

/// <summary>A part of the log that was compared with its seals.</summary>
/// <param name="After">Where it began: the events behind this position were compared.</param>
/// <param name="To">Up to where it is what was sealed.</param>
/// <param name="Finding">The first difference, behind <paramref name="To"/>; null if there is none.</param>
internal sealed record VerifiedPart(long After, LogAnchor To, LogFinding? Finding);
