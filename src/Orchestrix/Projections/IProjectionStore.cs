using Orchestrix.Subscriptions;

namespace Orchestrix.Projections;

/// <summary>
/// Keeps the rows of projections, each with the position that they are valid for. Every implementation passes
/// <c>ProjectionConformance</c> of the TestKit.
/// </summary>
public interface IProjectionStore
{
    /// <summary>
    /// Makes what applies the log to the rows, for one owner. Rows and checkpoint change together or not at all, so
    /// every event takes effect exactly once, whatever fails.
    /// </summary>
    IPageProcessor CreateProcessor<TRow>(Projection<TRow> projection) where TRow : class;

    /// <summary>Makes a reader of the rows; safe for concurrent use.</summary>
    IProjectionReader<TRow> CreateReader<TRow>(Projection<TRow> projection) where TRow : class;
}
