using Orchestrix.Errors;

namespace Orchestrix.Projections;

/// <summary>
/// A projection did not reach the position that a query asked for within its patience. The query was not answered; the
/// same query without a position answers with what is there.
/// </summary>
[GenerateSerializer, Alias("orchestrix.projection-timeout-exception")]
public sealed class ProjectionTimeoutException : OrchestrixException
{
    /// <summary>Creates the exception.</summary>
    public ProjectionTimeoutException(string projection, long asked, long reached, TimeSpan within)
        : base(
            ErrorCodes.ProjectionBehind,
            $"Projection {projection} is at position {reached} and did not reach {asked} within "
            + $"{within.TotalSeconds:0.###} s.") =>
        (Projection, Asked, Reached) = (projection, asked, reached);

    /// <summary>The name of the projection.</summary>
    [Id(0)]
    public string Projection { get; private set; }

    /// <summary>The position that was asked for.</summary>
    [Id(1)]
    public long Asked { get; private set; }

    /// <summary>The position that the projection has reached.</summary>
    [Id(2)]
    public long Reached { get; private set; }
}
