using System.ComponentModel;
using Bank.Client.Problems;
using Microsoft.AspNetCore.Mvc;
using Orchestrix.Sagas;

namespace Bank.Client.Endpoints;

/// <summary>Which sagas are asked for.</summary>
internal readonly record struct SagaQuery(
    [property: FromQuery(Name = "type"), Description("The type of saga, such as transfer.")] string? Type,
    [property: FromQuery(Name = "status"), Description("Running, Compensating or Parked.")] SagaStatus? Status,
    [property: FromQuery(Name = "after"), Description("The place where the page before ended.")] string? After,
    [property: FromQuery(Name = "limit"), Description("Most sagas, 1 to 500. Default 100.")] int? Limit)
{
    private const int MaxLimit = 500;

    public int Count => Limit ?? 100;

    public SagaPlace? Place => SagaPlace.TryParse(After, out var place) ? place : null;

    public IReadOnlyList<ProblemError> Check()
    {
        var errors = new List<ProblemError>();
        if (Count is < 1 or > MaxLimit)
            errors.Add(new ProblemError("limit", "in-range", $"limit must be between 1 and {MaxLimit}."));
        if (Status is not (null or SagaStatus.Running or SagaStatus.Compensating or SagaStatus.Parked))
        {
            errors.Add(new ProblemError(
                "status", "one-of", "status must be Running, Compensating or Parked; what has ended is not listed."));
        }
        if (After is not null && Place is null)
            errors.Add(new ProblemError("after", "malformed", "after must be a place that an earlier page told."));
        errors.AddRange(Limits.CheckTexts(("type", Type)));
        return errors;
    }

    public SagaFilter ToFilter() => new() { SagaType = Type, Status = Status };

    /// <summary>The address of the page after a place.</summary>
    public string NextPage(SagaPlace after)
    {
        var parts = new (string Name, string? Value)[] { ("type", Type), ("status", Status?.ToString()) }
            .Where(static each => each.Value is not null)
            .Select(static each => $"&{each.Name}={Uri.EscapeDataString(each.Value!)}");
        return $"/ops/sagas?after={Uri.EscapeDataString(after.ToString())}&limit={Count}{string.Concat(parts)}";
    }
}
