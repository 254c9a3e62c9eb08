using Orchestrix.Projections;

namespace Orchestrix.PostgreSQL.Projections;

/// <summary>What a rebuild did.</summary>
/// <param name="Generation">The generation that was built.</param>
/// <param name="Position">The position that it had reached at the end.</param>
/// <param name="IsActivated">True if it is the active one now.</param>
/// <param name="Comparison">
/// How its rows compare with those of the active one; null if there was nothing of the same version to compare with.
/// </param>
/// <param name="Obstacle">Why they cannot be compared though there is an active table of the same version.</param>
public sealed record RebuildResult(
    int Generation, long Position, bool IsActivated, RebuildComparison? Comparison, string? Obstacle = null);
