namespace Orchestrix.Aggregates;

/// <summary>
/// The state of an aggregate: an immutable record that folds events. <c>new()</c> is the state before the first event.
/// </summary>
/// <typeparam name="TSelf">The state type itself.</typeparam>
public interface IAggregateState<TSelf> where TSelf : class, IAggregateState<TSelf>, new()
{
    /// <summary>
    /// Returns the state after <paramref name="event"/>; never changes this instance. The result depends on nothing but
    /// the state and the event, because the same events are folded again on every activation. What throws here while a
    /// command is handled rejects that command; what throws on replay fails the activation.
    /// </summary>
    TSelf Apply(object @event);
}
