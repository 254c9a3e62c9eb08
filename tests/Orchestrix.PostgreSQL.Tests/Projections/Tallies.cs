using System.ComponentModel.DataAnnotations;
using Orchestrix.Projections;
using Orchestrix.Serialization;

namespace Orchestrix.PostgreSQL.Tests.Projections;

/// <summary>Counts and adds, so that an event that is applied twice or not at all is seen.</summary>
internal sealed class Tallies : Projection<Tallies.Tally>
{
    public Tallies() : base("tallies", version: 1)
    {
        On<Booked>(
            row: static e => new Tally { Id = e.Stream.Key },
            apply: static (row, e) => row with
            {
                Total = row.Total + e.Data.Amount,
                Count = row.Count + 1,
                Note = e.Data.Note ?? row.Note,
            });
        Index(static row => row.Total);
    }

    public static EventTypeRegistry Registry { get; } =
        new EventTypeRegistryBuilder().AddEvent<Booked>("tally.booked").AddEvent<Ignored>("tally.ignored").Build();

    internal sealed record Booked(decimal Amount, string? Note = null);

    internal sealed record Ignored;

    internal sealed record Tally
    {
        [Key]
        public required string Id { get; init; }

        public decimal Total { get; init; }

        public long Count { get; init; }

        public string? Note { get; init; }
    }
}
