namespace Orchestrix.PostgreSQL.Tests.Support;

/// <summary>Waits for a condition, with a deadline.</summary>
public static class Until
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);

    /// <summary>Returns when <paramref name="condition"/> holds.</summary>
    /// <exception cref="TimeoutException">It did not hold for a minute.</exception>
    public static Task TrueAsync(Func<bool> condition)
    {
        ArgumentNullException.ThrowIfNull(condition);
        return TrueAsync(() => Task.FromResult(condition()));
    }

    /// <inheritdoc cref="TrueAsync(Func{bool})"/>
    public static async Task TrueAsync(Func<Task<bool>> condition)
    {
        ArgumentNullException.ThrowIfNull(condition);
        using var deadline = new CancellationTokenSource(Deadline);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(5));
        while (!await condition())
        {
            try
            {
                await timer.WaitForNextTickAsync(deadline.Token);
            }
            catch (OperationCanceledException)
            {
                throw new TimeoutException("The condition did not come true.");
            }
        }
    }
}
