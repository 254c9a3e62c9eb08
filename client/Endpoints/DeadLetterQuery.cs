using System.ComponentModel;
using Bank.Client.Problems;
using Bank.Client.Tenants;
using Microsoft.AspNetCore.Mvc;
using Orchestrix.DeadLetters;

namespace Bank.Client.Endpoints;

/// <summary>Which dead letters are asked for.</summary>
internal readonly record struct DeadLetterQuery(
    [property: FromQuery(Name = "kind"), Description("Event, Saga or Message.")] DeadLetterKind? Kind,
    [property: FromQuery(Name = "source"), Description("The subscription or saga type.")] string? Source,
    [property: FromQuery(Name = "state"), Description("Open, ReplayRequested, Replayed or Discarded.")]
    DeadLetterState? State,
    [property: FromQuery(Name = "stream"), Description("The stream that they are about.")] string? Stream,
    [property: FromQuery(Name = "type"), Description("The type of event or message.")] string? Type,
    [property: FromQuery(Name = "code"), Description("The error code or exception type.")] string? Code,
    [property: FromQuery(Name = "before"), Description("Only letters with smaller ids.")] long? Before,
    [property: FromQuery(Name = "limit"), Description("Most letters, 1 to 500. Default 100.")] int? Limit)
{
    private const int MaxLimit = 500;

    public int Count => Limit ?? 100;

    public IReadOnlyList<ProblemError> Check() =>
    [
        .. Count is < 1 or > MaxLimit
            ? new[] { new ProblemError("limit", "in-range", $"limit must be between 1 and {MaxLimit}.") } : [],
        .. Limits.CheckTexts(("source", Source), ("stream", Stream), ("type", Type), ("code", Code)),
    ];

    /// <summary>A decision about many takes the oldest first, so that it has no pages.</summary>
    public IReadOnlyList<ProblemError> CheckBulk() => Before is null
        ? [] : [new ProblemError("before", "not-allowed", "before is for lists; a decision takes the oldest first.")];

    public DeadLetterFilter ToFilter() => new()
    {
        Kind = Kind,
        Source = Source,
        State = State,
        Stream = CallerKeys.BeginningOf(Stream),
        MessageType = Type,
        Reason = Code,
    };

    /// <summary>The address of the page before an id.</summary>
    public string Next(long before)
    {
        var filter = new (string Name, string? Value)[]
        {
            ("kind", Kind?.ToString()), ("source", Source), ("state", State?.ToString()), ("stream", Stream),
            ("type", Type), ("code", Code),
        };
        var parts = filter.Where(static each => each.Value is not null)
            .Select(static each => $"&{each.Name}={Uri.EscapeDataString(each.Value!)}");
        return $"/ops/dead-letters?before={before}&limit={Count}{string.Concat(parts)}";
    }
}
