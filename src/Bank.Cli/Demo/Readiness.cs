namespace Bank.Cli.Demo;

/// <summary>Waits until a program says that it can do its work.</summary>
internal static class Readiness
{
    private const string Health = "/health/ready";

    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    /// <summary>Returns when <paramref name="path"/> answers 200.</summary>
    /// <exception cref="HostFailedException">The program ended, or was not ready within a minute.</exception>
    public static async Task WaitAsync(
        HostProcess process, HttpClient http, Uri address, TimeProvider time, CancellationToken cancellationToken,
        string path = Health)
    {
        using var timeout = new CancellationTokenSource(Timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        var ready = new Uri(address, path);
        try
        {
            while (!await IsReadyAsync(http, ready, either.Token))
            {
                if (process.Exited.IsCompleted)
                    throw process.Failed("ended before it was ready");
                await Task.Delay(Pause, time, either.Token);
            }
        }
        catch (OperationCanceledException) when (timeout.IsCancellationRequested)
        {
            throw process.Failed($"was not ready within {Timeout.TotalSeconds} seconds");
        }
    }

    private static async Task<bool> IsReadyAsync(HttpClient http, Uri ready, CancellationToken cancellationToken)
    {
        try
        {
            using var response = await http.GetAsync(ready, cancellationToken);
            return response.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
        // Too slow for the client's own time limit, as on a busy machine: not ready, and not the end of the wait.
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }
}
