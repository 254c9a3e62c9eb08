using Microsoft.Extensions.DependencyInjection;
using Orchestrix.Commands;
using Orchestrix.Diagnostics;
using Orchestrix.Events;
using Orchestrix.Serialization;

namespace Orchestrix.Subscriptions.Handlers;

/// <summary>Finds the handler of an event and runs it once, within its time.</summary>
internal sealed class HandlerRoutes(
    string subscription, IReadOnlyDictionary<string, EventHandling> handlings, TimeSpan timeout,
    IServiceProvider services)
{
    private readonly EventSerializer _serializer = services.GetRequiredService<EventSerializer>();
    private readonly TimeProvider _time = services.GetRequiredService<TimeProvider>();
    private readonly OrchestrixMetrics _metrics = services.GetRequiredService<OrchestrixMetrics>();

    /// <summary>Handles one event; throws what the handler throws, or that it took too long.</summary>
    public async Task HandleAsync(RecordedEvent recorded, int attempt, CancellationToken cancellationToken)
    {
        using var span = SubscriptionTrace.StartEvent(subscription, recorded, attempt);
        var started = _time.GetTimestamp();
        try
        {
            await RunAsync(recorded, attempt, cancellationToken).ConfigureAwait(false);
            var elapsed = _time.GetElapsedTime(started);
            _metrics.EventHandled(subscription, isSuccess: true, elapsed);
            _metrics.EventProcessed(recorded.EventType, elapsed);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            SubscriptionTrace.Fail(span, exception);
            var elapsed = _time.GetElapsedTime(started);
            _metrics.EventHandled(subscription, isSuccess: false, elapsed);
            _metrics.EventProcessed(recorded.EventType, elapsed);
            throw;
        }
    }

    private async Task RunAsync(RecordedEvent recorded, int attempt, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(timeout, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        var data = _serializer.Deserialize(recorded);
        var scope = services.CreateAsyncScope();
        await using var disposed = scope.ConfigureAwait(false);
        // What the handler calls belongs to the conversation of the event, and was caused by it.
        CallContext.Set(recorded.Metadata with
        {
            CorrelationId = recorded.Metadata.CorrelationId ?? recorded.EventId.ToString(),
            CausationId = recorded.EventId.ToString(),
            Tenant = recorded.Stream.Tenant,
        });
        try
        {
            await handlings[recorded.EventType](
                scope.ServiceProvider, subscription, data, recorded, attempt, either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException exception)
            when (limit.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException($"The handler took longer than {timeout}.", exception);
        }
    }
}
