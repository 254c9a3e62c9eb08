using System.Diagnostics;
using System.Globalization;
using Microsoft.AspNetCore.Mvc;

namespace Bank.Client.Problems;

/// <summary>An answer of media type application/problem+json, as RFC 9457 has it.</summary>
internal sealed class ProblemResult(ProblemType type) : IResult
{
    public const string ContentType = "application/problem+json";

    /// <summary>What kind of problem it is, in a few words.</summary>
    public string Title => type.Title;

    /// <summary>What happened this time; holds nothing internal.</summary>
    public string? Detail { get; init; }

    /// <summary>What is wrong with the request.</summary>
    public IReadOnlyList<ProblemError> Errors { get; init; } = [];

    /// <summary>How long the caller should wait; sent in whole seconds, at least one.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>
    /// The present version of the account, where a stale one was given. A member of the body, because the framework
    /// takes an ETag off the answer to an exception.
    /// </summary>
    public long? CurrentVersion { get; init; }

    public Task ExecuteAsync(HttpContext httpContext)
    {
        var headers = httpContext.Response.Headers;
        headers.CacheControl = "no-store";
        if (RetryAfter is { } wait)
        {
            var seconds = Math.Max(1, (long)Math.Ceiling(wait.TotalSeconds));
            headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        }
        return Results.Json(Describe(httpContext), options: null, ContentType, type.Status)
            .ExecuteAsync(httpContext);
    }

    private ProblemDetails Describe(HttpContext context)
    {
        var problem = new ProblemDetails
        {
            Type = type.Uri,
            Title = type.Title,
            Status = type.Status,
            Detail = Detail,
            Instance = context.Request.Path,
            Extensions =
            {
                ["code"] = type.Code,
                ["traceId"] = Activity.Current?.TraceId.ToHexString() ?? context.TraceIdentifier,
            },
        };
        if (CurrentVersion is { } version)
            problem.Extensions["currentVersion"] = version;
        if (Errors.Count > 0)
            problem.Extensions["errors"] = Errors;
        return problem;
    }
}
