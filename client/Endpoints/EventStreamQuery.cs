using System.ComponentModel;
using System.Globalization;
using Bank.Client.Problems;
using Bank.Client.Tenants;
using Microsoft.AspNetCore.Mvc;
using Orchestrix.Events;
using Orchestrix.Feed;

namespace Bank.Client.Endpoints;

/// <summary>Which events a caller wants to follow.</summary>
internal readonly record struct EventStreamQuery(
    [property: FromQuery(Name = "after"),
        Description("The position behind which to begin: 0 for the whole log. Default: only what is yet to come.")]
    string? After,
    [property: FromHeader(Name = "Last-Event-ID"),
        Description("The position of the last event received; browsers send it when they reconnect. Wins over after.")]
    string? LastEventId,
    [property: FromQuery(Name = "type"), Description("An event type such as account.opened; may be repeated.")]
    string[]? Types,
    [property: FromQuery(Name = "stream"), Description("What the stream id begins with, such as account/4711.")]
    string? Stream)
{
    public bool TryRead(out LogTailRequest request, out IReadOnlyList<ProblemError> errors)
    {
        var found = new List<ProblemError>();
        var (name, text) = LastEventId is null ? ("after", After) : ("Last-Event-ID", LastEventId);
        var after = LogTailRequest.End;
        if (text is not null && !long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out after))
        {
            found.Add(new ProblemError(
                name, "position", $"{name} must be a position of the log: a whole number from 0."));
        }
        if (Types?.Length > LogFilter.MaxEventTypes || Types?.Any(string.IsNullOrWhiteSpace) == true)
        {
            found.Add(new ProblemError(
                "type", "names", $"type must name an event type; at most {LogFilter.MaxEventTypes} of them."));
        }
        if (CallerKeys.BeginningOf(Stream) is { Length: 0 or > StreamId.MaxLength })
        {
            found.Add(new ProblemError(
                "stream", "length", $"stream must have 1 to {StreamId.MaxLength} characters."));
        }
        found.AddRange(Limits.CheckTexts(
            [("stream", Stream), .. (Types ?? []).Select(static type => ("type", (string?)type))]));
        errors = found;
        request = new LogTailRequest
        {
            After = after,
            EventTypes = Types is { Length: > 0 } ? Types : null,
            StreamPrefix = CallerKeys.BeginningOf(Stream),
        };
        return found.Count == 0;
    }
}
