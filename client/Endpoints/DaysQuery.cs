using System.ComponentModel;
using System.Globalization;
using Bank.Client.Problems;
using Microsoft.AspNetCore.Mvc;

namespace Bank.Client.Endpoints;

/// <summary>Which days are asked for.</summary>
internal readonly record struct DaysQuery(
    [property: FromQuery(Name = "from"), Description("The first day, such as 2026-01-31. Default: the first there is.")]
    string? From,
    [property: FromQuery(Name = "to"), Description("The last day. Default: the last there is.")] string? To,
    [property: FromQuery(Name = "limit"), Description("Most days, 1 to 500. Default 100.")] int? Limit)
{
    private const string Format = "yyyy-MM-dd";

    public int Count => Limit ?? Limits.DefaultPage;

    /// <summary>The days, or what is wrong with the question.</summary>
    public (DateOnly First, DateOnly Last, IReadOnlyList<ProblemError> Errors) Read()
    {
        var errors = new List<ProblemError>(Limits.Check(Count));
        var first = Day(From, DateOnly.MinValue, "from", errors);
        var last = Day(To, DateOnly.MaxValue, "to", errors);
        if (first > last)
            errors.Add(new ProblemError("to", "in-range", "to must not be before from."));
        return (first, last, errors);
    }

    /// <summary>The address of the page behind a day.</summary>
    public string Next(string id, DateOnly after) =>
        $"/accounts/{id}/days?from={Text(after.AddDays(1))}{(To is null ? "" : $"&to={To}")}&limit={Count}";

    private static DateOnly Day(string? text, DateOnly missing, string name, List<ProblemError> errors)
    {
        if (text is null)
            return missing;
        if (DateOnly.TryParseExact(text, Format, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
            return day;
        errors.Add(new ProblemError(name, "malformed", $"{name} must be a day such as 2026-01-31."));
        return missing;
    }

    private static string Text(DateOnly day) => day.ToString(Format, CultureInfo.InvariantCulture);
}
