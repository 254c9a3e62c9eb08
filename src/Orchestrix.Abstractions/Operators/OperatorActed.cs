using Orchestrix.Events;

namespace Orchestrix.Operators;

/// <summary>
/// An operator asked for something that changes how the installation works. It is in the log before the act is carried
/// out, so it says what was asked for; only an act that ends in <see cref="Done"/> says what came of it. Who asked is
/// the actor of the event's metadata. The content of what was acted on is never in it.
/// </summary>
/// <param name="Act">What was asked for, such as <c>dead-letter.discard</c>.</param>
/// <param name="Subjects">
/// What is acted on: ids of dead letters, or the name of a projection or subscription. Empty if a filter says it.
/// </param>
/// <param name="Reason">Why, in the operator's words; null where none is asked for.</param>
/// <param name="Details">What else was said about subjects and act, by name; null if nothing was.</param>
[EventType("orchestrix.operator-acted", 1)]
public sealed record OperatorActed(
    string Act, IReadOnlyList<string> Subjects, string? Reason, IReadOnlyDictionary<string, string>? Details)
{
    /// <summary>What the streams of operators' acts begin with: <c>operator-acts/{kind of subject}</c>.</summary>
    public const string StreamType = "operator-acts";

    /// <summary>The end of an act's name that tells what was done.</summary>
    public const string Done = "-done";
}
