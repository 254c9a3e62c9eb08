using Orchestrix.Projections;

namespace Orchestrix.PostgreSQL.Projections;

/// <summary>
/// The generation that this program reads: the active one, whatever its version, so that a version that is still being
/// built is not seen before it is whole. Remembered until it is found to be gone. Safe for concurrent use.
/// </summary>
internal sealed class ReadableGeneration<TRow>(Generations<TRow> generations, Projection<TRow> projection)
    where TRow : class
{
    private RowTable<TRow>? _known;

    public Generations<TRow> Generations => generations;

    /// <summary>The table to read, or null if there is none yet.</summary>
    public async Task<RowTable<TRow>?> FindAsync(CancellationToken cancellationToken)
    {
        if (Volatile.Read(ref _known) is { } known)
            return known;
        var all = await generations.ListAsync(cancellationToken).ConfigureAwait(false);
        var active = all.FindIndex(static one => one.State == Generation.Active);
        if (active < 0)
            return null;
        var table = generations.Table(all[active].Number);
        // Until the own version is active it reads what is, and looks again each time.
        if (all[active].Version == projection.Version)
            Volatile.Write(ref _known, table);
        return table;
    }

    public void Forget() => Volatile.Write(ref _known, null);
}
