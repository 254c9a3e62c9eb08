namespace Orchestrix.PostgreSQL.Interchange;

/// <summary>What was imported, or would have been.</summary>
/// <param name="Events">Number of events; the position of the last one.</param>
/// <param name="Commits">Number of commits.</param>
/// <param name="Streams">Number of streams.</param>
/// <param name="Bytes">Bytes read, after decompression.</param>
/// <param name="Sha256">The SHA-256 of these bytes, in lower-case hexadecimal.</param>
internal sealed record ImportResult(long Events, long Commits, long Streams, long Bytes, string Sha256);
