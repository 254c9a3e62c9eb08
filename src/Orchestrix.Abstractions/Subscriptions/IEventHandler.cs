namespace Orchestrix.Subscriptions;

/// <summary>
/// Does something for each event of a type: the outside world's part of a subscription. A class may handle several
/// types by implementing this for each. One is made for each event, with its dependencies, in a scope of its own.
/// </summary>
/// <typeparam name="TEvent">The type of the event, as it is registered.</typeparam>
// CA1711 keeps the suffix for delegates of CLR events; here an event is one of the log, and this handles it.
#pragma warning disable CA1711
public interface IEventHandler<TEvent> where TEvent : notnull
#pragma warning restore CA1711
{
    /// <summary>
    /// Handles one event. Events of a stream come in order, and each comes at least once: after a crash the same one
    /// may
    /// come again, with the same <see cref="EventContext{TEvent}.HandlingId"/>. To throw is to be tried again.
    /// </summary>
    /// <param name="e">The event and where it comes from.</param>
    /// <param name="cancellationToken">Cancelled at the time limit, and when the partition moves elsewhere.</param>
    Task HandleAsync(EventContext<TEvent> e, CancellationToken cancellationToken);
}
