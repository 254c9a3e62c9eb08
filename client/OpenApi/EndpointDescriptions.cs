using Bank.Client.Auth;
using Bank.Client.Endpoints;
using Bank.Client.Problems;
using Bank.Client.Responses;
using Bank.Contracts.Replies;
using Microsoft.AspNetCore.Mvc;

namespace Bank.Client.OpenApi;

/// <summary>
/// What each kind of endpoint asks of its caller, and what the document says about it. Who adds an endpoint cannot
/// forget the role: without one it admits nobody.
/// </summary>
internal static class EndpointDescriptions
{
    /// <summary>Carried by the answers that hold a thing with a version.</summary>
    public static readonly AnswerHeader ETag = new("ETag", "The version, for If-Match and If-None-Match.");

    private static readonly AnswerHeader Repeat = new(CommandSender.RepeatHeader,
        "true if this is the first answer again and nothing was changed; else absent.");

    private static readonly AnswerHeader Position = new(CommandSender.PositionHeader,
        "Log position of the command's last event, for readers that want to see it; absent without one.");

    public static RouteHandlerBuilder DescribeCommand(
        this RouteHandlerBuilder endpoint, string name, string summary, int success = StatusCodes.Status200OK) =>
        endpoint.DescribeCommand<AccountView>(name, summary, success);

    public static RouteHandlerBuilder DescribeCommand<TView>(
        this RouteHandlerBuilder endpoint, string name, string summary, int success = StatusCodes.Status200OK)
    {
        endpoint.Require(Roles.Teller).WithName(name).WithSummary(summary).Produces<TView>(success)
            .WithMetadata(ETag, Repeat, Position);
        Problems(endpoint, StatusCodes.Status400BadRequest, StatusCodes.Status404NotFound,
            StatusCodes.Status409Conflict,
            StatusCodes.Status412PreconditionFailed, StatusCodes.Status413PayloadTooLarge,
            StatusCodes.Status415UnsupportedMediaType, StatusCodes.Status422UnprocessableEntity,
            StatusCodes.Status429TooManyRequests, StatusCodes.Status500InternalServerError,
            StatusCodes.Status503ServiceUnavailable);
        return endpoint;
    }

    public static RouteHandlerBuilder DescribeTransfer(
        this RouteHandlerBuilder endpoint, string name, string summary)
    {
        endpoint.Require(Roles.Teller).WithName(name).WithSummary(summary)
            .Produces<TransferResponse>(StatusCodes.Status202Accepted)
            .WithMetadata(ETag, Repeat, Position, new AnswerHeader("Location", "The address of the transfer."));
        Problems(endpoint, StatusCodes.Status400BadRequest, StatusCodes.Status404NotFound,
            StatusCodes.Status409Conflict, StatusCodes.Status413PayloadTooLarge,
            StatusCodes.Status415UnsupportedMediaType, StatusCodes.Status422UnprocessableEntity,
            StatusCodes.Status429TooManyRequests, StatusCodes.Status500InternalServerError,
            StatusCodes.Status503ServiceUnavailable);
        return endpoint;
    }

    public static RouteHandlerBuilder DescribeDecision<TResponse>(
        this RouteHandlerBuilder endpoint, string name, string summary)
    {
        endpoint.Require(Roles.Operator).WithName(name).WithSummary(summary).Produces<TResponse>();
        Problems(endpoint, StatusCodes.Status400BadRequest, StatusCodes.Status404NotFound,
            StatusCodes.Status409Conflict, StatusCodes.Status413PayloadTooLarge,
            StatusCodes.Status415UnsupportedMediaType, StatusCodes.Status429TooManyRequests,
            StatusCodes.Status500InternalServerError, StatusCodes.Status503ServiceUnavailable);
        return endpoint;
    }

    public static RouteHandlerBuilder DescribeQuery<TResponse>(
        this RouteHandlerBuilder endpoint, string name, string summary)
    {
        endpoint.Require(Roles.Reader).WithName(name).WithSummary(summary).Produces<TResponse>();
        Problems(endpoint, StatusCodes.Status400BadRequest, StatusCodes.Status404NotFound,
            StatusCodes.Status429TooManyRequests, StatusCodes.Status500InternalServerError,
            StatusCodes.Status503ServiceUnavailable);
        return endpoint;
    }

    public static RouteHandlerBuilder DescribeReadModel<TResponse>(
        this RouteHandlerBuilder endpoint, string name, string summary)
    {
        endpoint.Require(Roles.Reader).WithName(name).WithSummary(summary).Produces<TResponse>()
            .WithMetadata(new AnswerHeader(
                CommandSender.PositionHeader, "The log position that the answer is true at."));
        Problems(endpoint, StatusCodes.Status400BadRequest, StatusCodes.Status429TooManyRequests,
            StatusCodes.Status500InternalServerError, StatusCodes.Status503ServiceUnavailable);
        return endpoint;
    }

    public static void DescribeRebuild(this RouteHandlerBuilder endpoint, string name, string summary)
    {
        endpoint.Require(Roles.Operator).WithName(name).WithSummary(summary)
            .Produces<ProjectionResponse>(StatusCodes.Status202Accepted);
        Problems(endpoint, StatusCodes.Status400BadRequest, StatusCodes.Status404NotFound,
            StatusCodes.Status409Conflict, StatusCodes.Status413PayloadTooLarge,
            StatusCodes.Status415UnsupportedMediaType, StatusCodes.Status429TooManyRequests,
            StatusCodes.Status500InternalServerError, StatusCodes.Status503ServiceUnavailable);
    }

    public static RouteHandlerBuilder DescribeEventStream(
        this RouteHandlerBuilder endpoint, string name, string summary)
    {
        endpoint.Require(Roles.Reader).WithName(name).WithSummary(summary)
            .Produces<string>(StatusCodes.Status200OK, "text/event-stream");
        Problems(endpoint, StatusCodes.Status400BadRequest, StatusCodes.Status409Conflict,
            StatusCodes.Status429TooManyRequests, StatusCodes.Status500InternalServerError,
            StatusCodes.Status503ServiceUnavailable);
        return endpoint;
    }

    private static void Problems(RouteHandlerBuilder endpoint, params ReadOnlySpan<int> statuses)
    {
        ReadOnlySpan<int> all =
            [StatusCodes.Status401Unauthorized, StatusCodes.Status403Forbidden, .. statuses];
        foreach (var status in all)
            endpoint.Produces<ProblemDetails>(status, ProblemResult.ContentType);
    }
}
