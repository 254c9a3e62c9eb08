namespace Orchestrix.Tests.Support;

/// <summary>Waits for conditions, with a deadline.</summary>
internal static class WaitFor
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);

    /// <summary>Returns when the condition holds, which is looked at every millisecond.</summary>
    /// <exception cref="OperationCanceledException">It did not hold for half a minute.</exception>
    public static async Task TrueAsync(Func<Task<bool>> condition)
    {
        using var limit = new CancellationTokenSource(Deadline);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(1));
        while (!await condition())
            await timer.WaitForNextTickAsync(limit.Token);
    }

    public static Task TrueAsync(Func<bool> condition) => TrueAsync(() => Task.FromResult(condition()));
}
