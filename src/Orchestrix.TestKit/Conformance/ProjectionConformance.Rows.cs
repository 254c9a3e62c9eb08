using System.ComponentModel.DataAnnotations;
using Orchestrix.Projections;

namespace Orchestrix.TestKit.Conformance;

/// <summary>The events, rows and projections of the suite.</summary>
public abstract partial class ProjectionConformance
{
    private static Sum Next(Sum row, long amount) =>
        row with { Total = row.Total + amount, Count = row.Count + 1 };

    internal sealed record Put(long Amount);

    internal sealed record Removed;

    internal sealed record Odd(string Kind);

    internal sealed record Sum
    {
        [Key]
        public required string Key { get; init; }

        public long Total { get; init; }

        public int Count { get; init; }
    }

    internal sealed class Sums : Projection<Sum>
    {
        public Sums() : base("sums", version: 1)
        {
            On<Put>(
                row: static e => new Sum { Key = e.Stream.Key }, apply: static (row, e) => Next(row, e.Data.Amount));
            On<Removed>(row: static e => new Sum { Key = e.Stream.Key }, apply: static (_, _) => null);
            On<Odd>(
                row: static e => new Sum { Key = e.Stream.Key },
                apply: static (row, e) => e.Data.Kind switch
                {
                    "rename" => row with { Key = "another" },
                    "half" => Next(row, 100),
                    _ => throw new FormatException("As the test wants it."),
                });
            On<Odd>(
                row: static e => new Sum { Key = e.Stream.Key + "/2" },
                apply: static (_, _) => throw new FormatException("As the test wants it."));
            Index(static row => row.Total);
        }
    }

    internal enum Shade
    {
        Light,
        Dark,
    }

    internal sealed record Everything(
        [property: Key] Guid Id, [property: Key] int Part, string Text, string? MaybeText, decimal Number,
        decimal? MaybeNumber, short Small, long Large, bool IsSo, bool? IsPerhaps, DateOnly Day, DateTimeOffset At,
        DateTimeOffset? MaybeAt, Shade Shade, Shade? MaybeShade, byte[] Bytes, byte[]? MaybeBytes);

    internal sealed class Everythings : Projection<Everything>
    {
        public static readonly Guid Id = new("0193d0b0-0000-7000-8000-000000000001");

        // An hour east of UTC, and finer than what is kept.
        public static readonly DateTimeOffset At =
            new DateTimeOffset(2026, 2, 28, 23, 59, 58, TimeSpan.FromHours(1)).AddTicks(1_234_567);

        public Everythings() : base("everythings", version: 1) => On<Put>(
            static e => Full((int)e.Data.Amount),
            static (row, e) => row with { Large = row.Large + e.Version, MaybeText = row.MaybeText + "ü\"'" });

        public static Everything Full(int part) => part % 2 == 0
            ? new(Id, part, "", null, 1.50m, null, -5, long.MinValue, true, null, DateOnly.MinValue.AddYears(1), At,
                null, Shade.Dark, null, [], null)
            : new(Id, part, "é", "x", -79228162514264337593543950335m, 0.0000000001m, 7, 8, false, true,
                new DateOnly(2026, 2, 28), At, At, Shade.Light, Shade.Dark, [0, 255], [1]);
    }
}
