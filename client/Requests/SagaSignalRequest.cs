using System.ComponentModel.DataAnnotations;
using System.Text;
using System.Text.Json;
using Bank.Client.Problems;
using Orchestrix.Events;
using Orchestrix.Sagas;

namespace Bank.Client.Requests;

/// <summary>Tells a saga what it waits for.</summary>
public sealed record SagaSignalRequest
{
    /// <summary>The id of the message, 1 to 200 characters; a saga takes each one once.</summary>
    [Required]
    public string? Id { get; init; }

    /// <summary>The name of the message: letters, digits, dots and hyphens, at most 40.</summary>
    [Required]
    public string? Name { get; init; }

    /// <summary>Its content, at most 128 KiB; may be absent.</summary>
    public JsonElement? Content { get; init; }

    internal IReadOnlyList<ProblemError> Check()
    {
        var errors = new List<ProblemError>();
        if (string.IsNullOrWhiteSpace(Id) || Id.Length > EventStoreLimits.MaxIdLength)
        {
            errors.Add(new ProblemError(
                "id", "malformed", $"id must have 1 to {EventStoreLimits.MaxIdLength} characters."));
        }
        if (string.IsNullOrEmpty(Name) || Name.Length > SagaLimits.MaxNameLength
            || Name.Any(static one => !char.IsAsciiLetterOrDigit(one) && one is not ('-' or '_' or '.')))
        {
            errors.Add(new ProblemError("name", "malformed", "name must be the name of a message."));
        }
        if (Content is { } content && Encoding.UTF8.GetByteCount(content.GetRawText()) > SagaLimits.MaxPayloadBytes)
        {
            errors.Add(new ProblemError(
                "content", "too-large", $"content must have at most {SagaLimits.MaxPayloadBytes} bytes."));
        }
        return errors;
    }

    internal SagaMessage ToMessage() => new(Id!, Name!, Content?.GetRawText());
}
