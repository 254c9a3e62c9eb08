using Orchestrix.Events;
using Orchestrix.Hosting;
using Orchestrix.Retry;
using Orchestrix.Subscriptions;

namespace Orchestrix.Tests.Snippets;

[EventType("snippet.money-deposited")]
public sealed record MoneyDeposited(decimal Amount);

public interface IMail
{
    Task SendAsync(string idempotencyKey, string text, CancellationToken cancellationToken);
}

// snippet: event-handler
public sealed class Mailer(IMail mail) : IEventHandler<MoneyDeposited>
{
    public Task HandleAsync(EventContext<MoneyDeposited> e, CancellationToken cancellationToken) =>
        mail.SendAsync(e.HandlingId, $"{e.Data.Amount} came in.", cancellationToken);
}
// end-snippet

internal static class HandlerSnippet
{
    public static void Configure(OrchestrixBuilder orchestrix) =>
        // snippet: handler-subscription
        orchestrix.AddSubscription("mails", subscription => subscription
            .Handle<Mailer>()
            .FromEnd()
            .Partitions(4)
            .Retry(new ExponentialBackoff(maxRetries: 5))
            .OnPoison(PoisonPolicy.ParkStream)
            .TreatAsTransient(exception => exception is HttpRequestException));
    // end-snippet
}
