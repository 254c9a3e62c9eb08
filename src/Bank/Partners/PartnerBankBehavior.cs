namespace Bank.Partners;

/// <summary>
/// How one partner bank behaves. Rates are from 0 to 1, times from zero to <see cref="MaxTime"/>; the default of each
/// is zero.
/// </summary>
/// <remarks>
/// A rejection and a settlement that takes its time belong to what the bank has durably decided. All else goes wrong
/// around that: before the bank has acted, or after.
/// </remarks>
public sealed class PartnerBankBehavior
{
    /// <summary>The longest time: one day.</summary>
    public static readonly TimeSpan MaxTime = TimeSpan.FromDays(1);

    /// <summary>How long each answer takes at the least.</summary>
    public TimeSpan Latency { get; set; }

    /// <summary>How often a call fails with <see cref="PartnerBankException"/>; half of these have acted.</summary>
    public double FailureRate { get; set; }

    /// <summary>
    /// How often there is no answer within <see cref="LateBy"/>, and then a time-out; nothing was done.
    /// </summary>
    public double TimeoutRate { get; set; }

    /// <summary>How often the bank handles a call twice, as if it had been delivered twice.</summary>
    public double DuplicateRate { get; set; }

    /// <summary>How often the bank acts at once and answers only after <see cref="LateBy"/>.</summary>
    public double LateRate { get; set; }

    /// <summary>
    /// How long an answer is that comes late: longer than callers wait. Default 40 s.
    /// </summary>
    public TimeSpan LateBy { get; set; } = TimeSpan.FromSeconds(40);

    /// <summary>How often a payment is rejected, for ever.</summary>
    public double RejectionRate { get; set; }

    /// <summary>How long an accepted payment is pending before it settles; zero settles at once.</summary>
    public TimeSpan SettlesAfter { get; set; }

    /// <summary>True if every setting is within its range.</summary>
    public bool IsSound =>
        new[] { FailureRate, TimeoutRate, DuplicateRate, LateRate, RejectionRate }
            .All(static rate => rate is >= 0 and <= 1)
        && new[] { Latency, LateBy, SettlesAfter }.All(static time => time >= TimeSpan.Zero && time <= MaxTime);
}
