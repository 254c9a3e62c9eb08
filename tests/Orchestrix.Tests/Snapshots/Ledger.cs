using Orchestrix.Aggregates;
using Orchestrix.Events;
using Orchestrix.Snapshots;

namespace Orchestrix.Tests.Snapshots;

/// <summary>A state with everything that JSON might trip over.</summary>
[Snapshot(schemaVersion: 3, Every = 10, AfterReplayOf = 4)]
public sealed record Ledger : IAggregateState<Ledger>
{
    public enum Mood
    {
        Calm,
        Busy,
    }

    public long Total { get; init; }

    public decimal Average => Lines.Count == 0 ? 0 : (decimal)Total / Lines.Count;

    public Mood Feeling { get; init; } = Mood.Busy;

    public string? Note { get; init; } = "none yet";

    public IReadOnlyList<Line> Lines { get; init; } = [];

    public IReadOnlyDictionary<string, long> ByTag { get; init; } = new Dictionary<string, long>();

    public Ledger Apply(object @event) => @event switch
    {
        Booked booked => this with
        {
            Total = Total + booked.Amount,
            Feeling = booked.Amount < 0 ? Mood.Calm : Mood.Busy,
            Note = booked.Tag,
            Lines = [.. Lines.TakeLast(4), new Line(booked.Amount, booked.Tag)],
            ByTag = new Dictionary<string, long>(ByTag)
            {
                [booked.Tag ?? ""] = ByTag.GetValueOrDefault(booked.Tag ?? "") + booked.Amount,
            },
        },
        _ => throw new InvalidOperationException("A ledger does not know this event."),
    };

    public sealed record Line(long Amount, string? Tag);

    [EventType("ledger.booked")]
    public sealed record Booked(long Amount, string? Tag);
}
