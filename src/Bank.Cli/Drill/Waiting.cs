namespace Bank.Cli.Drill;

/// <summary>Waits for what other programs do, by looking again and again.</summary>
internal static class Waiting
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    /// <summary>Looks until it is so; false if it was not within the time.</summary>
    public static async Task<bool> IsSoWithinAsync(
        this TimeProvider time, TimeSpan atMost, TimeSpan pause, Func<Task<bool>> isSo,
        CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        while (!await isSo())
        {
            if (time.GetElapsedTime(started) > atMost)
                return false;
            await Task.Delay(pause, time, cancellationToken);
        }
        return true;
    }

    /// <summary>Looks until it is so.</summary>
    /// <exception cref="DrillException">It was not within the time: <paramref name="otherwise"/>.</exception>
    public static async Task UntilAsync(
        this TimeProvider time, TimeSpan atMost, Func<Task<bool>> isSo, string otherwise,
        CancellationToken cancellationToken)
    {
        if (!await time.IsSoWithinAsync(atMost, Pause, isSo, cancellationToken))
            throw new DrillException(otherwise);
    }

    /// <summary>Seconds as reports have them: with two decimals.</summary>
    public static double InSeconds(this TimeSpan time) => Math.Round(time.TotalSeconds, 2);
}
