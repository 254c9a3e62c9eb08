namespace Orchestrix.Subscriptions;

/// <summary>Where a subscription begins that has no checkpoint yet. Later starts go on at the checkpoint.</summary>
public readonly record struct SubscriptionStart
{
    private const long EndValue = -1;

    private SubscriptionStart(long afterPosition) => AfterPosition = afterPosition;

    /// <summary>With the first event of the log; the default.</summary>
    public static SubscriptionStart Beginning { get; }

    /// <summary>With the first event that is appended after the subscription was first started.</summary>
    public static SubscriptionStart End { get; } = new(EndValue);

    /// <summary>The position behind which it begins; -1 for <see cref="End"/>.</summary>
    public long AfterPosition { get; }

    /// <summary>True for <see cref="End"/>.</summary>
    public bool IsEnd => AfterPosition == EndValue;

    /// <summary>With the first event behind a position.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The position is negative.</exception>
    public static SubscriptionStart After(long position)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(position);
        return new SubscriptionStart(position);
    }
}
