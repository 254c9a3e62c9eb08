using System.Text;
using System.Text.Json;
using Orchestrix.Events;
using Orchestrix.Serialization;
using Orchestrix.Subscriptions;

namespace Orchestrix.DeadLetters;

/// <summary>What a dead letter may hold: every store asks here, so that the answers are the same.</summary>
public static class DeadLetterRules
{
    /// <summary>Longest source, reason, actor and message type, in characters.</summary>
    public const int MaxNameLength = 200;

    /// <summary>Longest item, in characters.</summary>
    public const int MaxItemLength = 600;

    /// <summary>Longest error, in characters; what is longer is cut off.</summary>
    public const int MaxErrorLength = 4000;

    /// <summary>The letter with texts that every store can hold.</summary>
    /// <exception cref="ArgumentException">A part is missing or too long.</exception>
    public static NewDeadLetter Check(NewDeadLetter letter)
    {
        ArgumentNullException.ThrowIfNull(letter);
        CheckText(letter.Source, MaxNameLength, nameof(letter.Source));
        CheckText(letter.Item, MaxItemLength, nameof(letter.Item));
        CheckText(letter.Reason, MaxNameLength, nameof(letter.Reason));
        ArgumentOutOfRangeException.ThrowIfLessThan(letter.Attempts, 1);
        if (letter.MessageType is { } type)
            CheckText(type, MaxNameLength, nameof(letter.MessageType));
        if (letter.CorrelationId is { } correlation)
            CheckText(correlation, MaxNameLength, nameof(letter.CorrelationId));
        if (letter.Payload is { } payload)
            CheckPayload(payload);
        return letter with { Error = Clean(letter.Error, MaxErrorLength) };
    }

    /// <summary>The poison event with texts that every store can hold.</summary>
    public static PoisonEvent Check(PoisonEvent poison)
    {
        ArgumentNullException.ThrowIfNull(poison);
        ArgumentOutOfRangeException.ThrowIfLessThan(poison.Attempts, 1);
        return poison with
        {
            Reason = Clean(poison.Reason, MaxNameLength),
            Error = Clean(poison.Error, MaxErrorLength),
        };
    }

    /// <summary>Throws if a decision lacks its actor or reason.</summary>
    /// <exception cref="ArgumentException">A part is missing or too long.</exception>
    public static void Check(DeadLetterDecision decision)
    {
        ArgumentNullException.ThrowIfNull(decision);
        CheckText(decision.Actor, MaxNameLength, nameof(decision.Actor));
        CheckText(decision.Reason, DeadLetterDecision.MaxReasonLength, nameof(decision.Reason));
    }

    /// <summary>Throws if a page or a bulk is too large.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is.</exception>
    public static void CheckCount(int maxCount)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maxCount, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(maxCount, IDeadLetterStore.MaxCount);
    }

    /// <summary>What an act makes of a letter in a state.</summary>
    public static DeadLetterOutcome Decide(DeadLetterState state, DeadLetterActKind act) => (act, state) switch
    {
        (DeadLetterActKind.Replay, DeadLetterState.Open) => DeadLetterOutcome.Changed,
        (DeadLetterActKind.Replay, DeadLetterState.ReplayRequested or DeadLetterState.Replayed) =>
            DeadLetterOutcome.Unchanged,
        (DeadLetterActKind.Discard, DeadLetterState.Open or DeadLetterState.ReplayRequested) =>
            DeadLetterOutcome.Changed,
        (DeadLetterActKind.Discard, DeadLetterState.Discarded) => DeadLetterOutcome.Unchanged,
        (DeadLetterActKind.Refuse, DeadLetterState.ReplayRequested) => DeadLetterOutcome.Changed,
        (DeadLetterActKind.Refuse, DeadLetterState.Open) => DeadLetterOutcome.Unchanged,
        _ => DeadLetterOutcome.Settled,
    };

    /// <summary>The state after an act that changed a letter.</summary>
    public static DeadLetterState After(DeadLetterActKind act) => act switch
    {
        DeadLetterActKind.Replay => DeadLetterState.ReplayRequested,
        DeadLetterActKind.Refuse => DeadLetterState.Open,
        _ => DeadLetterState.Discarded,
    };

    private static void CheckPayload(string payload)
    {
        var bytes = Encoding.UTF8.GetBytes(payload);
        if (bytes.Length > EventStoreLimits.MaxEventBytes)
        {
            throw new ArgumentException(
                $"A payload has at most {EventStoreLimits.MaxEventBytes} bytes.", nameof(payload));
        }
        try
        {
            using var json = JsonDocument.Parse(bytes);
        }
        catch (JsonException exception)
        {
            throw new ArgumentException("A payload is JSON.", nameof(payload), exception);
        }
        if (EventJson.HoldsNul(bytes))
            throw new ArgumentException("A payload holds no character U+0000.", nameof(payload));
    }

    private static void CheckText(string? text, int maxLength, string name)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(text, name);
        if (text.Length > maxLength)
            throw new ArgumentException($"{name} has at most {maxLength} characters.", name);
        if (text != Clean(text, maxLength))
            throw new ArgumentException($"{name} holds a character that cannot be stored.", name);
    }

    /// <summary>Without what PostgreSQL cannot hold in text, and not longer than allowed.</summary>
    private static string Clean(string? text, int maxLength)
    {
        var clean = new StringBuilder();
        foreach (var rune in (text ?? "").EnumerateRunes())
        {
            // A half of a surrogate pair is enumerated as the replacement character.
            if (clean.Length + rune.Utf16SequenceLength > maxLength)
                break;
            clean.Append(rune.Value == 0 ? Rune.ReplacementChar : rune);
        }
        return clean.ToString();
    }
}
