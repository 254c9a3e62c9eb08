using System.Collections.Frozen;
using System.Text.Json;
using System.Text.Json.Nodes;
using Orchestrix.Commands;
using Orchestrix.Events;
using Orchestrix.Sagas;

namespace Bank.Client.Tenants;

/// <summary>
/// What a caller is told of why a saga failed. A refusal says what its author wrote for people. The text of an
/// exception is what a program said, of addresses, hosts or whatever else; a caller of a tenant is told its kind and
/// code alone.
/// </summary>
internal static class FailureTexts
{
    /// <summary>Codes of exceptions without one of their own, and of the machinery.</summary>
    private static readonly string[] OfPrograms = ["exception.", "orleans.", "orchestrix.", "saga."];

    /// <summary>The events that say why, and the member of their content that says it in words.</summary>
    private static readonly FrozenDictionary<string, string> Members = new Dictionary<string, string>
    {
        ["saga.step-failed"] = "message",
        ["saga.compensation-failed"] = "message",
        ["saga.compensation-started"] = "reason",
        ["saga.parked"] = "reason",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>The text of a failure or a reason, or null if it is not for the caller.</summary>
    /// <param name="code">Its code; null if a person wrote it, or it is no failure.</param>
    /// <param name="text">The text.</param>
    public static string? Told(string? code, string? text) => IsTold(code) ? text : null;

    /// <summary>The content of an event, without the text of a failure that is not for the caller.</summary>
    public static JsonElement Content(RecordedEvent recorded)
    {
        var content = JsonElement.Parse(recorded.Json.Span);
        if (!Members.TryGetValue(recorded.EventType, out var member)
            || IsTold(content.TryGetProperty("code", out var code) ? code.GetString() : null))
        {
            return content;
        }
        var told = JsonObject.Create(content)!;
        told.Remove(member);
        return JsonSerializer.SerializeToElement(told);
    }

    private static bool IsTold(string? code) => CallContext.Tenant is null || code is null
        // With it goes what the person said who cancelled.
        || code == SagaRefusals.Cancelled
        || !Array.Exists(OfPrograms, prefix => code.StartsWith(prefix, StringComparison.Ordinal));
}
