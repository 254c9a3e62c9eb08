using System.Text.Json;
using Orchestrix.Events;

namespace Orchestrix.Sagas;

/// <summary>A message came.</summary>
/// <param name="Id">The sender's id.</param>
/// <param name="Name">What it is about.</param>
/// <param name="Payload">Its content, or null.</param>
[EventType("saga.message-received", 1)]
public sealed record SagaMessageReceived(string Id, string Name, JsonElement? Payload = null) : SagaEvent;
