using Orchestrix.Events;

namespace Orchestrix.Tests.Subscriptions.Handlers;

[EventType("noted")]
public sealed record Noted(int Number);
