using System.Text;
using Orchestrix.Events;

namespace Orchestrix.TestKit.Conformance;

/// <summary>Makes commits for the conformance suite.</summary>
internal static class Samples
{
    public static StreamId NewStream() => StreamId.For("conformance", Guid.NewGuid().ToString("N"));

    public static EventData Event(string json = """{"n":1}""", string type = "conformance.sample") =>
        new(Guid.CreateVersion7(), type, 1, Encoding.UTF8.GetBytes(json));

    public static Commit Commit(
        StreamId stream, ExpectedVersion expected, int events = 1, string? commandId = null) => new()
        {
            Stream = stream,
            ExpectedVersion = expected,
            CommitId = Guid.CreateVersion7(),
            CommandId = commandId,
            Events = [.. Enumerable.Range(1, events).Select(number => Event($$"""{"n":{{number}}}"""))],
        };

    public static async Task<AppendResult> AppendAsync(this IEventStore store, Commit commit) =>
        (await store.AppendAsync([commit], CancellationToken.None)).Single();

    public static async Task<List<RecordedEvent>> ReadAllAsync(this IEventStore store, StreamId stream) =>
        await store.ReadStreamAsync(stream, StreamRead.Forwards()).ToListAsync();
}
