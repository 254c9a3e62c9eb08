namespace Orchestrix.Projections;

/// <summary>Short forms of reads.</summary>
public static class ProjectionReaderExtensions
{
    /// <summary>The row of a key of one property, or null.</summary>
    /// <inheritdoc cref="IProjectionReader{TRow}.FindAsync"/>
    public static Task<ProjectionAnswer<TRow?>> FindAsync<TRow>(
        this IProjectionReader<TRow> reader, string key, CancellationToken cancellationToken = default)
        where TRow : class
    {
        ArgumentNullException.ThrowIfNull(reader);
        return reader.FindAsync([key], cancellationToken);
    }
}
