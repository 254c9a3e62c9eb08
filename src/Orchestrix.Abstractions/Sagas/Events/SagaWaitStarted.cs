using Orchestrix.Events;

namespace Orchestrix.Sagas;

/// <summary>The saga begins to wait for a message.</summary>
/// <param name="Step">The step.</param>
/// <param name="Message">The name of the message.</param>
/// <param name="Until">When it stops waiting.</param>
[EventType("saga.wait-started", 1)]
public sealed record SagaWaitStarted(string Step, string Message, DateTimeOffset Until) : SagaEvent;
