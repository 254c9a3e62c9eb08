using System.Globalization;
using System.Text;
using System.Text.Json;
using Bank.Client.Auth;
using Bank.Client.Configuration;
using Bank.Client.Responses;
using Orchestrix.Errors;
using Orchestrix.Events;
using Orchestrix.Feed;

namespace Bank.Client.Endpoints;

/// <summary>
/// The log as server-sent events (https://html.spec.whatwg.org/multipage/server-sent-events.html): each event's id is
/// its position, so that a caller who reconnects goes on where it was.
/// </summary>
internal sealed class EventStream(
    ILogTailGrain tail, LogPage first, LogTailRequest request, ApiSettings settings, JsonSerializerOptions json,
    IDisposable place) : IResult
{
    private const int RetryAfterMilliseconds = 2000;

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        using var held = place;
        var response = httpContext.Response;
        var admission = httpContext.RequestServices.GetRequiredService<StandingAdmission>();
        var lifetime = httpContext.RequestServices.GetRequiredService<IHostApplicationLifetime>();
        // A server that stops waits for its answers, and this one has no end of its own.
        using var over = CancellationTokenSource.CreateLinkedTokenSource(
            httpContext.RequestAborted, lifetime.ApplicationStopping);
        var aborted = over.Token;
        response.ContentType = "text/event-stream";
        response.Headers.CacheControl = "no-store";
        // Proxies that collect a response before they pass it on would never pass this one on.
        response.Headers["X-Accel-Buffering"] = "no";
        try
        {
            await WriteAsync(response, $"retry: {RetryAfterMilliseconds}\n\n", aborted);
            // An admission may end while a page is waited for, which takes LogTailRequest.MaxWait at most.
            for (var page = first; admission.Holds(httpContext, Roles.Reader);
                page = await tail.ReadAsync(request with { After = page.ScannedTo }, aborted))
            {
                await WriteAsync(response, Format(page), aborted);
            }
        }
        catch (OperationCanceledException)
        {
            // The caller went away, or is too slow: a half-written event must not be taken for a whole one.
            httpContext.Abort();
        }
        // The answer has begun, so there is no other way to say it: the caller reconnects and gets a proper answer.
        catch (Exception exception) when (exception
            is Orleans.Runtime.OrleansException or TimeoutException or OrchestrixException)
        {
            httpContext.Abort();
        }
    }

    private string Format(LogPage page)
    {
        // A comment keeps proxies from closing a silent connection. It carries the position of what was passed over, so
        // that nothing is looked through twice.
        if (page.Events.Count == 0)
            return string.Create(CultureInfo.InvariantCulture, $"id: {page.ScannedTo}\n: nothing new\n\n");
        var text = new StringBuilder();
        foreach (var recorded in page.Events)
        {
            text.Append("id: ").Append(recorded.Position).Append('\n')
                .Append("event: ").Append(recorded.EventType).Append('\n')
                .Append("data: ").Append(JsonSerializer.Serialize(CloudEventResponse.From(recorded), json))
                .Append("\n\n");
        }
        return text.ToString();
    }

    private async Task WriteAsync(HttpResponse response, string text, CancellationToken aborted)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(aborted);
        limit.CancelAfter(settings.EventStreamWriteTimeout);
        await response.WriteAsync(text, limit.Token);
        await response.Body.FlushAsync(limit.Token);
    }
}
