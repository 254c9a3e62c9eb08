using System.ComponentModel.DataAnnotations;
using Orchestrix.Projections;

namespace Orchestrix.PostgreSQL.Tests.Projections;

/// <summary>Version 2 of <see cref="Tallies"/>: another row type and other rows of the same events.</summary>
internal sealed class TalliesInColour : Projection<TalliesInColour.Tally>
{
    public TalliesInColour() : base("tallies", version: 2) =>
        On<Tallies.Booked>(
            row: static e => new Tally { Id = e.Stream.Key },
            apply: static (row, e) => row with { Count = row.Count + 1, Colour = row.Count % 2 == 0 ? "red" : "blue" });

    internal sealed record Tally
    {
        [Key]
        public required string Id { get; init; }

        public string Colour { get; init; } = "";

        public long Count { get; init; }
    }
}
