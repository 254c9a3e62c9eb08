using System.Text.Json;
using Orchestrix.Validation;

namespace Bank.Client.Problems;

/// <summary>One thing that is wrong with a request.</summary>
/// <param name="Field">The member of the body, for example <c>booking.partnerBank</c>, or the header or
/// parameter.</param>
/// <param name="Code">Stable, for programs.</param>
/// <param name="Detail">For people.</param>
public sealed record ProblemError(string Field, string Code, string Detail)
{
    /// <summary>Names the field as the request's JSON does.</summary>
    internal static ProblemError From(ValidationError error) => new(
        string.Join('.', error.Field.Split('.').Select(JsonNamingPolicy.CamelCase.ConvertName)),
        error.Code,
        error.Message);
}
