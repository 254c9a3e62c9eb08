using Orchestrix.Events;

namespace Orchestrix.Subscriptions;

/// <summary>An event that is given up on.</summary>
/// <param name="Event">The event.</param>
/// <param name="Reason">Why, for programs; at most 200 characters.</param>
/// <param name="Error">Why, for people; what is longer than 4,000 characters is cut off.</param>
/// <param name="Attempts">How often it was tried this time, from 1.</param>
/// <param name="FirstFailedAt">When it failed first this time.</param>
public sealed record PoisonEvent(
    RecordedEvent Event, string Reason, string Error, int Attempts, DateTimeOffset FirstFailedAt);
