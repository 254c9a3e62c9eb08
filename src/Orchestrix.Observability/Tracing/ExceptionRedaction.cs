using System.Diagnostics;
using Microsoft.Extensions.Hosting;
using Orchestrix.Observability.Logging;

namespace Orchestrix.Observability.Tracing;

/// <summary>
/// Speaks for exceptions that libraries add to their spans as events, which cannot be changed afterwards: the type and
/// the stack stay, the message, which may quote a row, does not.
/// </summary>
internal sealed class ExceptionRedaction : IHostedService, IDisposable
{
    private readonly ActivityListener _listener = new()
    {
        ShouldListenTo = static _ => true,
        // Decides nothing: spans are made for other listeners or not at all.
        Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.None,
        ExceptionRecorder = static (Activity _, Exception exception, ref TagList tags) =>
        {
            tags.Add("exception.message", ExceptionText.Withheld);
            tags.Add("exception.stacktrace", ExceptionText.Of(exception));
        },
    };

    public Task StartAsync(CancellationToken cancellationToken)
    {
        ActivitySource.AddActivityListener(_listener);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose() => _listener.Dispose();
}
