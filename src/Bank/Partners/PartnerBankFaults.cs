using Bank.Contracts.Transfers;

namespace Bank.Partners;

/// <summary>
/// What goes wrong around the durable act of a partner bank, never within it. The draws of a call are made before
/// anything is waited for, so that the order of the calls alone decides them.
/// </summary>
/// <param name="behavior">How the bank behaves.</param>
/// <param name="random">Draws; not shared between threads.</param>
/// <param name="time">Measures latencies.</param>
public sealed class PartnerBankFaults(PartnerBankBehavior behavior, Random random, TimeProvider time)
{
    /// <summary>Asks for a payment, and lets go wrong what has to.</summary>
    /// <exception cref="PartnerBankException">The bank failed, before or after it acted.</exception>
    /// <exception cref="TimeoutException">The bank did not act and did not answer.</exception>
    public async Task<PaymentStatus> AroundAsync(Func<Task<PaymentStatus>> act)
    {
        ArgumentNullException.ThrowIfNull(act);
        var (fails, actsFirst) = (Happens(behavior.FailureRate), Happens(0.5));
        var (timesOut, isTwice) = (Happens(behavior.TimeoutRate), Happens(behavior.DuplicateRate));
        var isLate = Happens(behavior.LateRate);
        await WaitAsync(behavior.Latency);
        if (timesOut)
        {
            await WaitAsync(behavior.LateBy);
            throw new TimeoutException("The partner bank did not answer.");
        }
        if (fails && !actsFirst)
            throw new PartnerBankException("The partner bank failed before it acted.");
        if (isTwice)
            await act();
        var status = await act();
        if (fails)
            throw new PartnerBankException("The partner bank failed after it acted.");
        if (isLate)
            await WaitAsync(behavior.LateBy);
        return status;
    }

    private bool Happens(double rate) => random.NextDouble() < rate;

    private Task WaitAsync(TimeSpan span) => span > TimeSpan.Zero ? Task.Delay(span, time) : Task.CompletedTask;
}
