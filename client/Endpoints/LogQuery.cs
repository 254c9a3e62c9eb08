using System.ComponentModel;
using System.Globalization;
using Bank.Client.Problems;
using Bank.Client.Tenants;
using Microsoft.AspNetCore.Mvc;
using Orchestrix.Events;
using Orchestrix.Inspection;

namespace Bank.Client.Endpoints;

/// <summary>Which events of the log are asked for.</summary>
internal readonly record struct LogQuery(
    [property: FromQuery(Name = "stream"), Description("What the stream id begins with, such as account/4711.")]
    string? Stream,
    [property: FromQuery(Name = "type"), Description("An event type such as account.opened; may be repeated.")]
    string[]? Types,
    [property: FromQuery(Name = "correlation"), Description("The correlation id.")] string? Correlation,
    [property: FromQuery(Name = "command"), Description("The command id.")] string? Command,
    [property: FromQuery(Name = "actor"), Description("Who asked.")] string? Actor,
    [property: FromQuery(Name = "before"), Description("The position before which to look.")] long? Before,
    [property: FromQuery(Name = "limit"), Description("Most events, 1 to 500. Default 50.")] int? Limit)
{
    private int Count => Limit ?? 50;

    public IReadOnlyList<ProblemError> Check()
    {
        var errors = new List<ProblemError>();
        if (Count is < 1 or > LogSearch.MaxEvents)
            errors.Add(new ProblemError("limit", "in-range", $"limit must be between 1 and {LogSearch.MaxEvents}."));
        if (Before is < 1)
            errors.Add(new ProblemError("before", "position", "before must be a position of the log, from 1."));
        if (Types?.Length > LogFilter.MaxEventTypes || Types?.Any(string.IsNullOrWhiteSpace) == true)
        {
            errors.Add(new ProblemError(
                "type", "names", $"type must name an event type; at most {LogFilter.MaxEventTypes} of them."));
        }
        if (CallerKeys.BeginningOf(Stream) is { Length: 0 or > StreamId.MaxLength })
        {
            errors.Add(new ProblemError(
                "stream", "length", $"stream must have 1 to {StreamId.MaxLength} characters."));
        }
        errors.AddRange(Limits.CheckTexts(
            [("stream", Stream), .. (Types ?? []).Select(static type => ("type", (string?)type))]));
        return errors;
    }

    public LogSearch ToSearch() => new()
    {
        Before = Before,
        MaxCount = Count,
        StreamPrefix = CallerKeys.BeginningOf(Stream),
        EventTypes = Types is { Length: > 0 } ? Types : null,
        CorrelationId = Correlation,
        CommandId = Command,
        Actor = Actor,
    };

    /// <summary>The address of the page before a position.</summary>
    public string Next(long before)
    {
        var parts = new (string Name, string? Value)[]
            {
                ("stream", Stream), ("correlation", Correlation), ("command", Command), ("actor", Actor),
            }
            .Concat((Types ?? []).Select(static type => (Name: "type", Value: (string?)type)))
            .Where(static each => each.Value is not null)
            .Select(static each => $"&{each.Name}={Uri.EscapeDataString(each.Value!)}");
        return string.Create(
            CultureInfo.InvariantCulture, $"/ops/events?before={before}&limit={Count}{string.Concat(parts)}");
    }
}
