namespace Orchestrix.PostgreSQL.Interchange;

/// <summary>What was exported.</summary>
/// <param name="Events">Number of events.</param>
/// <param name="From">The first position that was looked at.</param>
/// <param name="To">The last position that was looked at; one less than <paramref name="From"/> if there was none.
/// </param>
/// <param name="Bytes">Bytes before compression.</param>
/// <param name="Sha256">The SHA-256 of these bytes, in lower-case hexadecimal.</param>
/// <param name="IsImportable">True if it is the whole log up to <paramref name="To"/>, and not empty.</param>
internal sealed record ExportResult(
    long Events, long From, long To, long Bytes, string Sha256, bool IsImportable);
