using Orchestrix.DeadLetters;
using Orchestrix.Events;

namespace Orchestrix.Subscriptions;

/// <summary>A stream whose events wait, because one of them could not be handled.</summary>
/// <param name="Stream">The stream.</param>
/// <param name="Version">The version from which events wait; the first of them is the one of the letter.</param>
/// <param name="LetterId">
/// The dead letter of that event; null once it is settled, while the events behind it are being handled.
/// </param>
/// <param name="LetterState">The state of the letter; null without one.</param>
public sealed record StreamParking(StreamId Stream, long Version, long? LetterId, DeadLetterState? LetterState)
{
    /// <summary>True if events may be handled: no letter is in the way that a person has not decided about.</summary>
    public bool MayGoOn => LetterState != DeadLetterState.Open;
}
