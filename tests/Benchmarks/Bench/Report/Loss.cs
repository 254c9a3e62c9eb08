using Orchestrix.Benchmarks.Plan;

namespace Orchestrix.Benchmarks.Report;

/// <summary>Figures in which a peer was better than the product under the same load.</summary>
/// <param name="Product">The product's cell.</param>
/// <param name="Peer">The peer's.</param>
/// <param name="Figures">What was better, with the product's value and the peer's.</param>
internal sealed record Loss(Cell Product, Cell Peer, IReadOnlyList<(string Name, double Product, double Peer)> Figures)
{
    private static readonly (string Name, bool MoreIsBetter, Func<CellSummary, double?> Of)[] _figures =
    [
        ("commands/s", true, static cell => cell.CommandsPerSecond.Median),
        ("p50 ms", false, static cell => cell.P50Ms.Median),
        ("p99 ms", false, static cell => cell.P99Ms.Median),
        ("max ms", false, static cell => cell.MaxMs.Median),
        ("application CPU s per 1,000", false, static cell => cell.ApplicationCpu.Median),
        ("database CPU s per 1,000", false, static cell => cell.DatabaseCpu.Median),
        ("WAL bytes per event", false, static cell => cell.WalBytesPerEvent.Median),
        ("allocated bytes per command", false, static cell => cell.AllocatedBytesPerCommand?.Median),
    ];

    /// <summary>All of them, for every product cell against every peer's cell of the same load.</summary>
    public static IReadOnlyList<Loss> Find(IReadOnlyList<CellSummary> cells) =>
    [
        .. from product in cells
           where SystemNames.Product.Contains(product.Cell.System)
           from peer in cells
           where SystemNames.Peers.Contains(peer.Cell.System)
               && peer.Cell with { System = product.Cell.System } == product.Cell
           let figures = Better(product, peer).ToArray()
           where figures.Length > 0
           select new Loss(product.Cell, peer.Cell, figures),
    ];

    private static IEnumerable<(string Name, double Product, double Peer)> Better(
        CellSummary product, CellSummary peer) =>
        from figure in _figures
        let own = figure.Of(product)
        let other = figure.Of(peer)
        where own is not null && other is not null && (figure.MoreIsBetter ? other > own : other < own)
        select (figure.Name, own.Value, other.Value);
}
