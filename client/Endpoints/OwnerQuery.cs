using System.ComponentModel;
using Bank.Client.Problems;
using Bank.Client.Tenants;
using Bank.Contracts;
using Microsoft.AspNetCore.Mvc;

namespace Bank.Client.Endpoints;

/// <summary>Whose accounts are asked for.</summary>
internal readonly record struct OwnerQuery(
    [property: FromQuery(Name = "owner"), Description("The whole name, as it was given.")] string? Owner,
    [property: FromQuery(Name = "after"), Description("Only accounts with larger ids.")] string? After,
    [property: FromQuery(Name = "limit"), Description("Most accounts, 1 to 500. Default 100.")] int? Limit)
{
    public int Count => Limit ?? Limits.DefaultPage;

    public IReadOnlyList<ProblemError> Check()
    {
        var errors = new List<ProblemError>(Limits.Check(Count));
        if (string.IsNullOrWhiteSpace(Owner) || Owner.Length > AccountLimits.MaxOwnerLength)
        {
            errors.Add(new ProblemError(
                "owner", "malformed", $"owner must have 1 to {AccountLimits.MaxOwnerLength} characters."));
        }
        if (After is not null && !AccountLimits.IsAccountId(CallerKeys.Unqualified(After)))
            errors.Add(new ProblemError("after", "malformed", "after must be the id of an account."));
        errors.AddRange(Limits.CheckTexts(("owner", Owner)));
        return errors;
    }

    /// <summary>The address of the page behind an account.</summary>
    public string Next(string after) =>
        $"/accounts?owner={Uri.EscapeDataString(Owner!)}&after={Uri.EscapeDataString(after)}&limit={Count}";
}
