using System.Globalization;
using System.Text.Json;
using Orchestrix.Operators;

namespace Orchestrix.DeadLetters;

/// <summary>
/// Decides about dead letters, and records each decision in the log before. What would change nothing is not recorded.
/// </summary>
public sealed class RecordedDecisions(IDeadLetterStore store, OperatorLog log)
{
    private const string Kind = "dead-letters";

    /// <summary>As <see cref="IDeadLetterStore.DecideAsync"/>, for a letter that was found.</summary>
    /// <exception cref="ArgumentException">The actor or the reason is missing or too long.</exception>
    public async Task<DeadLetterOutcome> DecideAsync(
        DeadLetter letter, DeadLetterActKind act, DeadLetterDecision decision,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(letter);
        DeadLetterRules.Check(decision);
        if (DeadLetterRules.Decide(letter.State, act) is not DeadLetterOutcome.Changed and var settled)
            return settled;
        var acted = new OperatorActed($"dead-letter.{Name(act)}", [Text(letter.Id)], decision.Reason, Details(
            ("kind", Name(letter.Kind)), ("source", letter.Source), ("item", letter.Item),
            ("stream", letter.Stream?.Value), ("messageType", letter.MessageType)));
        await log.RecordAsync(Kind, acted, decision.Actor, cancellationToken: cancellationToken);
        return await store.DecideAsync(letter.Id, act, decision, cancellationToken);
    }

    /// <summary>
    /// As <see cref="IDeadLetterStore.DecideAllAsync"/>. The filter is recorded before, the letters that were changed
    /// after: only the store knows which they are.
    /// </summary>
    /// <exception cref="ArgumentException">The actor or the reason is missing or too long.</exception>
    public async Task<IReadOnlyList<long>> DecideAllAsync(
        DeadLetterFilter filter, DeadLetterActKind act, DeadLetterDecision decision, int maxCount,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(filter);
        DeadLetterRules.Check(decision);
        DeadLetterRules.CheckCount(maxCount);
        var name = $"dead-letters.{Name(act)}";
        var asked = new OperatorActed(name, [], decision.Reason, Details(
            ("kind", filter.Kind is { } kind ? Name(kind) : null), ("source", filter.Source),
            ("state", filter.State is { } state ? Name(state) : null), ("stream", filter.Stream),
            ("messageType", filter.MessageType), ("code", filter.Reason), ("tenant", filter.Tenant),
            ("atMost", Text(maxCount))));
        var cause = await log.RecordAsync(Kind, asked, decision.Actor, cancellationToken: cancellationToken);
        var changed = await store.DecideAllAsync(filter, act, decision, maxCount, cancellationToken);
        if (changed.Count > 0)
        {
            var done = new OperatorActed(
                $"{name}{OperatorActed.Done}", [.. changed.Select(Text)], decision.Reason, Details: null);
            // What was done is done: nobody can give up telling it.
            await log.RecordAsync(Kind, done, decision.Actor, cause, CancellationToken.None);
        }
        return changed;
    }

    private static Dictionary<string, string> Details(params (string Name, string? Value)[] details) =>
        details.Where(static each => each.Value is not null)
            .ToDictionary(static each => each.Name, static each => each.Value!, StringComparer.Ordinal);

    private static string Name<T>(T value) where T : struct, Enum =>
        JsonNamingPolicy.KebabCaseLower.ConvertName(value.ToString());

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
