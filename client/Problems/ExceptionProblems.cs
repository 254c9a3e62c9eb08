using System.Text.Json;
using Bank.Client.Configuration;
using Bank.Client.Pipeline;
using Orchestrix.Errors;
using Orchestrix.Projections;
using Orchestrix.Subscriptions;
using Orleans.Runtime;
using Orleans.Runtime.Messaging;

namespace Bank.Client.Problems;

/// <summary>Which exception is which problem.</summary>
internal static class ExceptionProblems
{
    private const string RepeatAdvice = "Whether the request took effect is not known. Send it again with the same "
        + "Idempotency-Key: it takes effect once, and the answer is the first one. Without a key, read the account "
        + "first.";

    private const string NothingWritten = "Nothing was written. Send the request again later.";

    private const string ReadAgain = "Send the request again later.";

    public static (int Status, string Code, ProblemResult Result) From(
        Exception exception, HttpRequest request, ApiSettings settings)
    {
        var uncertain = HttpMethods.IsGet(request.Method) ? ReadAgain : RepeatAdvice;
        return exception switch
        {
            BadHttpRequestException bad => FromBadRequest(bad, settings),
            ConcurrencyException conflict => FromConflict(conflict, request),
            CommandIdReusedException => Of(ProblemTypes.KeyReused,
                "Nothing was written. A new request needs a new Idempotency-Key; a repeated one must have the same "
                + "content."),
            CheckpointMismatchException ahead => Of(ProblemTypes.AheadOfLog, ahead.Message),
            EventStoreUnavailableException down => Later(ProblemTypes.StoreUnavailable(down.Code), NothingWritten),
            ProjectionTimeoutException late => Later(ProblemTypes.ProjectionBehind,
                $"The answer was to be true at position {late.Asked}; the read model is at {late.Reached}. Send the "
                + "request again later, or without the position."),
            UncertainOutcomeException => Later(ProblemTypes.UncertainOutcome, uncertain),
            TimeoutException => Later(ProblemTypes.ClusterTimeout, uncertain),
            // A grain that was stopped in the middle cancels what it was asked for.
            OperationCanceledException or OrleansMessageRejectionException or ConnectionFailedException
                or GatewayTooBusyException or ClientNotAvailableException =>
                Later(ProblemTypes.ClusterUnreachable, uncertain),
            IErrorCode known => Of(ProblemTypes.Internal(known.Code), null),
            _ => Of(ProblemTypes.Internal(), null),
        };

        (int, string, ProblemResult) Later(ProblemType type, string detail) =>
            (type.Status, type.Code, new ProblemResult(type) { Detail = detail, RetryAfter = settings.RetryAfter });
    }

    private static (int Status, string Code, ProblemResult Result) FromBadRequest(
        BadHttpRequestException exception, ApiSettings settings)
    {
        var type = ProblemTypes.ForStatus(exception.StatusCode) ?? ProblemTypes.Malformed;
        if (type == ProblemTypes.TooLarge)
            return Of(type, $"At most {settings.MaxRequestBytes} bytes are accepted.");
        return exception.InnerException is JsonException json
            ? (type.Status, type.Code, new ProblemResult(type)
            {
                Detail = "The body is not the JSON that this request takes.",
                Errors = [new ProblemError(FieldOf(json), "malformed-json",
                    $"It is not known, given twice, nested more than {JsonSettings.MaxDepth} deep, or not of the "
                    + $"expected type, near line {json.LineNumber + 1}, byte {json.BytePositionInLine + 1}.")],
            })
            : Of(type, type == ProblemTypes.Malformed
                ? "A body of application/json is missing, or a parameter is not of the expected type."
                : null);
    }

    /// <summary>Who named a version gets 412; who did not lost a race, and may send the same request again.</summary>
    private static (int Status, string Code, ProblemResult Result) FromConflict(
        ConcurrencyException conflict, HttpRequest request)
    {
        var type = request.Headers.IfMatch.Count > 0 ? ProblemTypes.StaleVersion : ProblemTypes.ConcurrentChange;
        var detail = $"The account is at version {conflict.Actual}, not {conflict.Expected}. Nothing was written; "
            + "read it and decide again.";
        return (type.Status, type.Code, new ProblemResult(type) { Detail = detail, CurrentVersion = conflict.Actual });
    }

    private static (int Status, string Code, ProblemResult Result) Of(ProblemType type, string? detail) =>
        (type.Status, type.Code, new ProblemResult(type) { Detail = detail });

    private static string FieldOf(JsonException exception) =>
        exception.Path is { Length: > 2 } path ? path[2..] : "body";
}
