using Orchestrix.Commands;

namespace Orchestrix.Aggregates;

/// <summary>What an aggregate decides about a command: events to append, or a refusal.</summary>
public readonly record struct Decision
{
    private readonly IReadOnlyList<object>? _events;

    private Decision(IReadOnlyList<object>? events, Refusal? refusal) => (_events, Refusal) = (events, refusal);

    /// <summary>The events to append, all or none; empty if nothing changes or the command is refused.</summary>
    public IReadOnlyList<object> Events => _events ?? [];

    /// <summary>Why the command is refused, or null.</summary>
    public Refusal? Refusal { get; }

    /// <summary>
    /// Accepts without a change. Nothing is written, so there is no receipt: a repeat is decided anew. Prefer a refusal
    /// if a repeat after later changes must not take effect.
    /// </summary>
    public static Decision NoChange { get; }

    /// <summary>Accepts: these events happen.</summary>
    public static Decision Accept(params IReadOnlyList<object> events)
    {
        ArgumentNullException.ThrowIfNull(events);
        return new Decision(events, null);
    }

    /// <summary>Refuses with a stable code and a message for people, which holds no personal data.</summary>
    public static Decision Refuse(string code, string message)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(code);
        return new Decision(null, new Refusal(code, message));
    }

    /// <summary>Refuses with <paramref name="refusal"/>.</summary>
    public static Decision Refuse(Refusal refusal)
    {
        ArgumentNullException.ThrowIfNull(refusal);
        return new Decision(null, refusal);
    }
}
