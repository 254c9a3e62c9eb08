using System.ComponentModel;
using Bank.Client.Problems;
using Microsoft.AspNetCore.Mvc;
using Orchestrix.Events;

namespace Bank.Client.Endpoints;

/// <summary>The headers of a request that changes something.</summary>
internal readonly record struct CommandHeaders(
    [property: FromHeader(Name = CommandHeaders.IdempotencyKeyName)]
    [property: Description(
        "Chosen by the caller: the same key at the same address is the same request for ever, so it is safe "
        + "to send it again after a time-out. 1 to 200 printable ASCII characters without a slash.")]
    string? IdempotencyKey,
    [property: FromHeader(Name = "If-Match")]
    [property: Description("The ETag that the caller decided on; if the version has changed since, the answer is 412. "
        + "* is any version.")]
    string? IfMatch)
{
    public const string IdempotencyKeyName = "Idempotency-Key";

    /// <summary>What the headers ask for, or what is wrong with them.</summary>
    public (string? CommandId, long? ExpectedVersion, IReadOnlyList<ProblemError> Errors) Read()
    {
        var errors = new List<ProblemError>();
        long? version = null;
        if (IfMatch is not null && !ETags.TryParseIfMatch(IfMatch, out version))
            errors.Add(new ProblemError("If-Match", "malformed", "If-Match must be * or one ETag of the form \"7\"."));
        var key = Unquote(IdempotencyKey);
        if (key is not null && !IsSound(key))
        {
            errors.Add(new ProblemError(IdempotencyKeyName, "malformed",
                $"{IdempotencyKeyName} must have 1 to {EventStoreLimits.MaxIdLength} printable ASCII characters, none "
                + "of them a slash, and not be blank."));
        }
        return (key, version, errors);
    }

    /// <summary>
    /// The IETF draft of the header has a quoted string, most callers send it bare; both name the same key.
    /// </summary>
    private static string? Unquote(string? key) =>
        key is { Length: >= 2 } && key[0] == '"' && key[^1] == '"' ? key[1..^1] : key;

    /// <summary>
    /// Sagas call accounts under ids with slashes (<c>transfer/t1/debit</c>): a caller's key never stands for a step.
    /// </summary>
    private static bool IsSound(string key) =>
        key.Length <= EventStoreLimits.MaxIdLength
        && !string.IsNullOrWhiteSpace(key)
        && key.All(static character => character is >= ' ' and <= '~' and not '/');
}
