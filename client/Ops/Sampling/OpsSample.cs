namespace Bank.Client.Ops.Sampling;

/// <summary>What the client saw at a moment; null where nothing could be read.</summary>
/// <param name="At">The moment.</param>
/// <param name="Head">The end of the log.</param>
/// <param name="EventsPerSecond">How fast the log grew since the sample before.</param>
/// <param name="EventsBehind">The lag of the subscription that is furthest behind.</param>
/// <param name="Commands">What became of the commands that this client was sent since the sample before.</param>
internal sealed record OpsSample(
    DateTimeOffset At, long? Head, double? EventsPerSecond, long? EventsBehind, CommandTimes Commands);
