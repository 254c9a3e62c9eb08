using System.ComponentModel;
using Bank.Client.Problems;
using Microsoft.AspNetCore.Mvc;
using Orchestrix.Readiness;

namespace Bank.Client.Endpoints;

/// <summary>What an installation is measured by.</summary>
internal readonly record struct ReadinessQuery(
    [property: FromQuery(Name = "profile"), Description("development, staging or production. Default production.")]
    string? Profile)
{
    public ReadinessProfile Value =>
        Enum.TryParse<ReadinessProfile>(Profile, ignoreCase: true, out var profile)
            ? profile
            : ReadinessProfile.Production;

    // A number would be parsed as well.
    public IReadOnlyList<ProblemError> Check() =>
        Profile is null || Enum.GetNames<ReadinessProfile>().Contains(Profile, StringComparer.OrdinalIgnoreCase)
            ? []
            : [new ProblemError("profile", "one-of", "profile must be development, staging or production.")];
}
