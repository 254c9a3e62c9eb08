using System.ComponentModel;
using Bank.Client.Problems;
using Bank.Contracts;
using Microsoft.AspNetCore.Mvc;

namespace Bank.Client.Endpoints;

/// <summary>Which part of an account's history is asked for.</summary>
internal readonly record struct PageQuery(
    [property: FromQuery(Name = "from"), Description("The version to begin at. Default 1.")] long? From,
    [property: FromQuery(Name = "limit"), Description("Most events to look at, 1 to 500. Default 100.")] int? Limit)
{
    private const int DefaultLimit = 100;

    public long FromVersion => From ?? 1;

    public int Count => Limit ?? DefaultLimit;

    public IReadOnlyList<ProblemError> Check()
    {
        var errors = new List<ProblemError>();
        if (FromVersion < 1)
            errors.Add(new ProblemError("from", "in-range", "from must be at least 1."));
        if (Count is < 1 or > AccountLimits.MaxPageSize)
        {
            errors.Add(new ProblemError(
                "limit", "in-range", $"limit must be between 1 and {AccountLimits.MaxPageSize}."));
        }
        return errors;
    }
}
