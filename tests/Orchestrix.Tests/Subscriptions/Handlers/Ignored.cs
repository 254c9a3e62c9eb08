using Orchestrix.Events;

namespace Orchestrix.Tests.Subscriptions.Handlers;

[EventType("ignored")]
public sealed record Ignored(int Number);
