namespace Orchestrix.PostgreSQL.Integrity;

/// <summary>What a verification has come to.</summary>
/// <param name="After">Where it began: the events behind this position were verified.</param>
/// <param name="End">The end of what is sealed; the next verification may begin here if nothing was found.</param>
/// <param name="Head">The end of the log. What lies behind <paramref name="End"/> is not sealed yet.</param>
/// <param name="Events">How many events were compared.</param>
/// <param name="Finding">The first difference; null if the log is intact.</param>
internal sealed record VerifyResult(long After, LogAnchor End, long Head, long Events, LogFinding? Finding)
{
    /// <summary>True if the log is what was sealed.</summary>
    public bool IsIntact => Finding is null;

    /// <summary>Events that no seal covers yet.</summary>
    public long Unsealed => Math.Max(0, Head - End.Position);
}
