namespace Orchestrix.PostgreSQL.Integrity;

/// <summary>Consecutive seals that are verified together.</summary>
/// <param name="After">Where the seal before them ends.</param>
/// <param name="Hash">The hash of the seal before them; empty if there is none.</param>
/// <param name="To">Where the last of them ends.</param>
internal readonly record struct SealedRange(long After, byte[] Hash, long To);
