using Orchestrix.Events;

namespace Orchestrix.Subscriptions.Handlers;

/// <summary>Hands one event to its handler.</summary>
/// <param name="services">The scope of this event.</param>
/// <param name="subscription">The name of the subscription.</param>
/// <param name="data">The event, in the present version of its shape.</param>
/// <param name="recorded">What the log holds.</param>
/// <param name="attempt">How often it has been tried, with this time.</param>
/// <param name="cancellationToken">Ends the attempt.</param>
internal delegate Task EventHandling(
    IServiceProvider services, string subscription, object data, RecordedEvent recorded, int attempt,
    CancellationToken cancellationToken);
