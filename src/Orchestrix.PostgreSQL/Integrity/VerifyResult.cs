namespace Orchestrix.PostgreSQL.Integrity;

/// <summary>What a verification has come to.</summary>
/// <param name="After">Where it began: the events behind this position were verified.</param>
/// <param name="State">
/// How far the log is sealed; the next verification may begin at its end if nothing was found.
/// </param>
/// <param name="Events">How many events were compared.</param>
/// <param name="Finding">The first difference; null if the log is intact.</param>
internal sealed record VerifyResult(long After, LogState State, long Events, LogFinding? Finding)
{
    /// <summary>True if the log is what was sealed.</summary>
    public bool IsIntact => Finding is null;

    /// <summary>The end of what is sealed.</summary>
    public LogAnchor End => State.End;

    /// <summary>The end of the log. What lies behind <see cref="End"/> is not sealed yet.</summary>
    public long Head => State.Head;

    /// <summary>Events that no seal covers yet.</summary>
    public long Unsealed => State.Unsealed;
}
