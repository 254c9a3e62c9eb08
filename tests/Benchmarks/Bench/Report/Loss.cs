using Orchestrix.Benchmarks.Plan;

namespace Orchestrix.Benchmarks.Report;

/// <summary>A figure in which a peer was better than the product under the same load.</summary>
/// <param name="Figure">What was compared.</param>
/// <param name="Product">The product's cell and figure.</param>
/// <param name="Peer">The peer's.</param>
internal sealed record Loss(string Figure, (Cell Cell, double Value) Product, (Cell Cell, double Value) Peer)
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
           from figure in _figures
           let own = figure.Of(product)
           let other = figure.Of(peer)
           where own is not null && other is not null && (figure.MoreIsBetter ? other > own : other < own)
           select new Loss(figure.Name, (product.Cell, own.Value), (peer.Cell, other.Value)),
    ];
}
