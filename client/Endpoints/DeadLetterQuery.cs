using System.ComponentModel;
using Bank.Client.Problems;
using Microsoft.AspNetCore.Mvc;
using Orchestrix.DeadLetters;

namespace Bank.Client.Endpoints;

/// <summary>Which dead letters are asked for.</summary>
internal readonly record struct DeadLetterQuery(
    [property: FromQuery(Name = "kind"), Description("Event, Saga or Message.")] DeadLetterKind? Kind,
    [property: FromQuery(Name = "source"), Description("The subscription or saga type.")] string? Source,
    [property: FromQuery(Name = "state"), Description("Open, ReplayRequested, Replayed or Discarded.")]
    DeadLetterState? State,
    [property: FromQuery(Name = "before"), Description("Only letters with smaller ids.")] long? Before,
    [property: FromQuery(Name = "limit"), Description("Most letters, 1 to 500. Default 100.")] int? Limit)
{
    private const int MaxLimit = 500;

    public int Count => Limit ?? 100;

    public IReadOnlyList<ProblemError> Check() => Count is < 1 or > MaxLimit
        ? [new ProblemError("limit", "in-range", $"limit must be between 1 and {MaxLimit}.")] : [];

    public DeadLetterFilter ToFilter() => new() { Kind = Kind, Source = Source, State = State };

    /// <summary>The address of the page before an id.</summary>
    public string Next(long before)
    {
        var filter = new (string Name, string? Value)[]
        {
            ("kind", Kind?.ToString()), ("source", Source), ("state", State?.ToString()),
        };
        var parts = filter.Where(static each => each.Value is not null)
            .Select(static each => $"&{each.Name}={Uri.EscapeDataString(each.Value!)}");
        return $"/ops/dead-letters?before={before}&limit={Count}{string.Concat(parts)}";
    }
}
