using System.Collections.Frozen;
using Bank.Contracts;
using Bank.Contracts.StandingOrders;
using Orchestrix.Commands;
using Orchestrix.Errors;
using Orchestrix.Sagas;

namespace Bank.Client.Problems;

/// <summary>All kinds of problems that the API reports.</summary>
internal static class ProblemTypes
{
    public static readonly ProblemType Invalid =
        new(Refusal.InvalidCommand, StatusCodes.Status400BadRequest, "The request is not valid.");

    public static readonly ProblemType Malformed =
        new("request.malformed", StatusCodes.Status400BadRequest, "The request cannot be read.");

    public static readonly ProblemType Unauthenticated =
        new("request.unauthenticated", StatusCodes.Status401Unauthorized,
            "Say who you are: send a valid key or token as `Authorization: Bearer …`.");

    public static readonly ProblemType NoTenant =
        new("request.no-tenant", StatusCodes.Status403Forbidden, "The token does not name one tenant.");

    public static readonly ProblemType NotForTenants =
        new("request.not-for-tenants", StatusCodes.Status403Forbidden, "This is not for callers of a tenant.");

    public static readonly ProblemType Forbidden =
        new("request.forbidden", StatusCodes.Status403Forbidden, "Your role does not allow this.");

    public static readonly ProblemType NoSuchResource =
        new("request.not-found", StatusCodes.Status404NotFound, "There is nothing at this address.");

    public static readonly ProblemType MethodNotAllowed =
        new("request.method-not-allowed", StatusCodes.Status405MethodNotAllowed,
            "This address does not take this method.");

    public static readonly ProblemType TooLarge =
        new("request.too-large", StatusCodes.Status413PayloadTooLarge, "The request body is too large.");

    public static readonly ProblemType UnsupportedMediaType =
        new("request.unsupported-media-type", StatusCodes.Status415UnsupportedMediaType,
            "The request body must be application/json.");

    public static readonly ProblemType RateLimited =
        new("request.rate-limited", StatusCodes.Status429TooManyRequests, "Too many requests.");

    public static readonly ProblemType StaleVersion =
        new(ErrorCodes.Concurrency, StatusCodes.Status412PreconditionFailed, "The account has changed.");

    public static readonly ProblemType ConcurrentChange =
        new(ErrorCodes.Concurrency, StatusCodes.Status409Conflict, "The account was changed at the same time.");

    public static readonly ProblemType KeyReused =
        new(ErrorCodes.CommandIdReused, StatusCodes.Status422UnprocessableEntity,
            "The idempotency key was used for another request.");

    public static readonly ProblemType UncertainOutcome =
        new(ErrorCodes.UncertainOutcome, StatusCodes.Status503ServiceUnavailable, "The outcome is not known yet.");

    public static readonly ProblemType ClusterUnreachable =
        new("cluster.unreachable", StatusCodes.Status503ServiceUnavailable, "The service is not available.");

    public static readonly ProblemType ClusterTimeout =
        new("cluster.timeout", StatusCodes.Status503ServiceUnavailable, "The service did not answer in time.");

    public static readonly ProblemType TooManyStreams =
        new("events.too-many-streams", StatusCodes.Status503ServiceUnavailable, "Too many callers follow the log.");

    public static readonly ProblemType AheadOfLog =
        new(ErrorCodes.CheckpointMismatch, StatusCodes.Status409Conflict, "The log does not go so far.");

    public static readonly ProblemType NoSuchDeadLetter =
        new("dead-letter.not-found", StatusCodes.Status404NotFound, "There is no such dead letter.");

    public static readonly ProblemType DeadLetterSettled =
        new("dead-letter.settled", StatusCodes.Status409Conflict, "The dead letter is settled in the other way.");

    public static readonly ProblemType ProjectionBehind =
        new(ErrorCodes.ProjectionBehind, StatusCodes.Status503ServiceUnavailable,
            "The read model has not come so far yet.");

    public static readonly ProblemType NoSuchProjection =
        new("projection.not-found", StatusCodes.Status404NotFound, "There is no such projection.");

    public static readonly ProblemType RebuildUnderWay =
        new("projection.rebuild-under-way", StatusCodes.Status409Conflict, "Another rebuild is under way.");

    public static readonly ProblemType NothingBuilt =
        new("projection.nothing-built", StatusCodes.Status409Conflict, "Nothing that is built waits to be activated.");

    public static readonly ProblemType NoRebuild =
        new("projection.no-rebuild", StatusCodes.Status409Conflict, "There is no rebuild that could be cancelled.");

    public static readonly ProblemType UnknownStreamType =
        new("stream.unknown-type", StatusCodes.Status404NotFound, "There is no aggregate of this type.");

    public static readonly ProblemType NoSuchStream =
        new("stream.not-found", StatusCodes.Status404NotFound, "There is no such stream.");

    public static readonly ProblemType BeyondEnd =
        new("stream.beyond-end", StatusCodes.Status404NotFound, "The stream has no such version yet.");

    public static readonly ProblemType BeforeFirstEvent =
        new("stream.before-first-event", StatusCodes.Status404NotFound, "The stream began later.");

    public static readonly ProblemType NoState =
        new("stream.no-state", StatusCodes.Status404NotFound, "The state of this stream cannot be told.");

    private static readonly FrozenDictionary<string, ProblemType> Refusals = new ProblemType[]
    {
        Invalid,
        new(AccountRefusals.NotFound, StatusCodes.Status404NotFound, "There is no such account."),
        Conflict(AccountRefusals.AlreadyOpen, "The account exists already."),
        Conflict(AccountRefusals.Closed, "The account is closed."),
        Conflict(AccountRefusals.Frozen, "The account is frozen."),
        Conflict(AccountRefusals.AlreadyFrozen, "The account is frozen already."),
        Conflict(AccountRefusals.NotFrozen, "The account is not frozen."),
        Conflict(AccountRefusals.InsufficientFunds, "The account does not cover the amount."),
        Conflict(AccountRefusals.WrongCurrency, "The amount is not in the account's currency."),
        Conflict(AccountRefusals.BalanceNotZero, "The account's balance is not zero."),
        Conflict(AccountRefusals.BalanceTooLarge, "The account cannot hold so much."),
        Conflict(AccountRefusals.OverdraftLimitUnchanged, "The overdraft limit is this already."),
        Conflict(AccountRefusals.OverdraftInUse, "The account owes more than the new overdraft limit."),
        new(SagaRefusals.NotFound, StatusCodes.Status404NotFound, "Nothing was started under this id."),
        Conflict(SagaRefusals.Ended, "It has ended."),
        Conflict(SagaRefusals.NotParked, "The saga is not parked."),
        Conflict(SagaRefusals.NoSuchStep, "The saga is not parked at this step."),
        Conflict(SagaRefusals.Compensating, "The saga is compensating."),
        new(StandingOrderRefusals.NotFound, StatusCodes.Status404NotFound, "There is no such standing order."),
        Conflict(StandingOrderRefusals.AlreadyOpen, "The standing order exists already."),
        Conflict(StandingOrderRefusals.StartsInThePast, "The first day lies in the past."),
        Conflict(StandingOrderRefusals.Over, "The standing order is over."),
        Conflict(StandingOrderRefusals.AlreadyPaused, "The standing order is paused already."),
        Conflict(StandingOrderRefusals.NotPaused, "The standing order is not paused."),
    }.ToFrozenDictionary(type => type.Code, StringComparer.Ordinal);

    private static readonly FrozenDictionary<int, ProblemType> Statuses =
        new[]
        {
            Malformed, Unauthenticated, Forbidden, NoSuchResource, MethodNotAllowed, TooLarge, UnsupportedMediaType,
            RateLimited, ClusterUnreachable, Internal(),
        }.ToFrozenDictionary(type => type.Status);

    /// <summary>The kind of a domain's refusal. One that this program does not know yet is a conflict.</summary>
    public static ProblemType ForRefusal(Refusal refusal) =>
        Refusals.GetValueOrDefault(refusal.Code) ?? Conflict(refusal.Code, "This is refused.");

    /// <summary>
    /// The kind of an answer for which the framework chose nothing but a status; null if it is no known one.
    /// </summary>
    public static ProblemType? ForStatus(int status) => Statuses.GetValueOrDefault(status);

    /// <summary>The store does not work; the code tells why.</summary>
    public static ProblemType StoreUnavailable(string code) =>
        new(code, StatusCodes.Status503ServiceUnavailable, "The service cannot store anything at present.");

    /// <summary>A failure inside; the code, if there is one, helps the operators.</summary>
    public static ProblemType Internal(string code = "internal-error") =>
        new(code, StatusCodes.Status500InternalServerError, "The request failed inside the service.");

    private static ProblemType Conflict(string code, string title) => new(code, StatusCodes.Status409Conflict, title);
}
