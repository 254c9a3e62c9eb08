using System.ComponentModel;
using System.Globalization;
using Bank.Client.Problems;
using Microsoft.AspNetCore.Mvc;
using Orchestrix.Inspection;

namespace Bank.Client.Endpoints;

/// <summary>Which point in the history is asked for; neither is the present.</summary>
internal readonly record struct PointQuery(
    [property: FromQuery(Name = "version")]
    [property: Description("The state right after the event of this version, from 1.")]
    long? Version,
    [property: FromQuery(Name = "at")]
    [property: Description("The state right after the last event that was recorded at this time or before, for example "
        + "2026-01-31T12:00:00Z. Not together with version. In an address a plus sign is written %2B.")]
    string? At)
{
    // RFC 3339 with up to the seven digits that .NET keeps; the log has six.
    private static readonly string[] Formats =
        ["yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", "yyyy-MM-dd'T'HH:mm:sszzz", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFzzz"];

    /// <summary>True if the present is asked for.</summary>
    public bool IsPresent => Version is null && At is null;

    /// <summary>The point, or what is wrong with the question.</summary>
    public (StreamPoint Point, IReadOnlyList<ProblemError> Errors) Read()
    {
        if (Version is not null && At is not null)
            return Wrong("at", "conflicting", "Give version or at, not both.");
        if (Version is { } version)
        {
            return version >= 1
                ? (StreamPoint.AtVersion(version), [])
                : Wrong("version", "in-range", "version must be at least 1.");
        }
        if (At is null)
            return (StreamPoint.End, []);
        const DateTimeStyles Utc = DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal;
        return DateTimeOffset.TryParseExact(At, Formats, CultureInfo.InvariantCulture, Utc, out var time)
            ? (StreamPoint.AtTime(time), [])
            : Wrong("at", "malformed",
                "at must be a time of RFC 3339 such as 2026-01-31T12:00:00Z; a plus sign is written %2B.");
    }

    private static (StreamPoint, IReadOnlyList<ProblemError>) Wrong(string field, string code, string detail) =>
        (StreamPoint.End, [new ProblemError(field, code, detail)]);
}
