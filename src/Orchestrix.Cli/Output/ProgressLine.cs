using System.Globalization;

namespace Orchestrix.Cli.Output;

/// <summary>Shows on a terminal how far a long work is, in one line that is gone when it ends.</summary>
internal static class ProgressLine
{
    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(200);

    /// <summary>Waits for the work, and shows the count meanwhile if standard error is a terminal.</summary>
    /// <param name="work">The work; what it throws is thrown.</param>
    /// <param name="text">Says how far it is.</param>
    /// <param name="quiet">True shows nothing.</param>
    public static async Task<T> ShowAsync<T>(Task<T> work, Func<string> text, bool quiet)
    {
        if (quiet || Console.IsErrorRedirected)
            return await work;
        var width = 0;
        while (await Task.WhenAny(work, Task.Delay(Period, TimeProvider.System)) != work)
        {
            var line = text();
            width = Math.Max(width, line.Length);
            await Console.Error.WriteAsync(string.Create(CultureInfo.InvariantCulture, $"\r{line.PadRight(width)}"));
        }
        if (width > 0)
            await Console.Error.WriteAsync($"\r{new string(' ', width)}\r");
        return await work;
    }
}
