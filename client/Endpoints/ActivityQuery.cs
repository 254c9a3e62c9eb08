using System.ComponentModel;
using Bank.Client.Problems;
using Bank.Contracts;
using Microsoft.AspNetCore.Mvc;

namespace Bank.Client.Endpoints;

/// <summary>Which accounts are asked for.</summary>
internal readonly record struct ActivityQuery(
    [property: FromQuery(Name = "currency")]
    [property: Description("Only accounts of this currency, first those with the largest turnover.")]
    string? Currency,
    [property: FromQuery(Name = "limit"), Description("Most accounts, 1 to 500. Default 10.")] int? Limit)
{
    public int Count => Limit ?? 10;

    public IReadOnlyList<ProblemError> Check() =>
    [
        .. Limits.Check(Count),
        .. Currency is null || Currencies.IsKnown(Currency)
            ? Array.Empty<ProblemError>()
            : [new ProblemError("currency", "one-of", "currency must be an ISO 4217 code that the bank deals in.")],
    ];
}
