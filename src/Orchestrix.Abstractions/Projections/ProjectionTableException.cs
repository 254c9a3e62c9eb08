using Orchestrix.Errors;
using Orchestrix.Subscriptions;

namespace Orchestrix.Projections;

/// <summary>
/// The table of a projection is not what the program expects: it was altered by hand, or the row type was changed
/// without a new version. The message names the columns that differ. Nothing was written and nothing is skipped.
/// </summary>
[GenerateSerializer, Alias("orchestrix.projection-table-exception")]
public sealed class ProjectionTableException : SubscriptionStoppedException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="projection">The name of the projection.</param>
    /// <param name="table">The table that differs.</param>
    /// <param name="differences">What differs, a column each.</param>
    /// <param name="innerException">How it was found out, if not by looking.</param>
    public ProjectionTableException(
        string projection, string table, IReadOnlyList<string> differences, Exception? innerException = null)
        : base(
            ErrorCodes.ProjectionAltered,
            $"The table {table} of projection {projection} is not what this program expects: "
            + $"{string.Join("; ", differences)}. If the row type was changed, raise the version of the projection; if "
            + "the table was altered by hand, undo that or rebuild the projection.",
            innerException) =>
        (Projection, Table, Differences) = (projection, table, differences);

    /// <summary>The name of the projection.</summary>
    [Id(0)]
    public string Projection { get; private set; }

    /// <summary>The table that differs.</summary>
    [Id(1)]
    public string Table { get; private set; }

    /// <summary>What differs, a column each.</summary>
    [Id(2)]
    public IReadOnlyList<string> Differences { get; private set; }
}
