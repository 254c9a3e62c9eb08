namespace Orchestrix.PostgreSQL.Integrity;

/// <summary>How far a log is sealed.</summary>
/// <param name="End">The end of what is sealed.</param>
/// <param name="Head">The end of the log.</param>
/// <param name="UnsealedFor">
/// How long ago the first event behind the seals was recorded, by the database's clock; null if all are sealed.
/// </param>
internal sealed record LogState(LogAnchor End, long Head, TimeSpan? UnsealedFor)
{
    /// <summary>Events that no seal covers yet.</summary>
    public long Unsealed => Math.Max(0, Head - End.Position);
}
