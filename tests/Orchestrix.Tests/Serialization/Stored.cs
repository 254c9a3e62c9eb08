using System.Text;
using Orchestrix.Events;

namespace Orchestrix.Tests.Serialization;

/// <summary>Rows as a store would return them.</summary>
internal static class Stored
{
    public static RecordedEvent Event(string type, int schemaVersion, string json) => new()
    {
        Stream = StreamId.For("test", "1"),
        Version = 7,
        Position = 42,
        EventType = type,
        SchemaVersion = schemaVersion,
        Json = Encoding.UTF8.GetBytes(json),
        EventId = Guid.NewGuid(),
        CommitId = Guid.NewGuid(),
        CommitIndex = 0,
        CommitSize = 1,
        RecordedAt = DateTimeOffset.UnixEpoch,
    };
}
