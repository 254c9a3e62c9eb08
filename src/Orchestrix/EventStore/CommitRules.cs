using Orchestrix.Errors;
using Orchestrix.Events;
using Orchestrix.Serialization;

namespace Orchestrix.EventStore;

/// <summary>
/// The rules of <see cref="IEventStore.AppendAsync"/> that need no store to check. Every store calls this before it
/// writes, so that a batch means the same everywhere.
/// </summary>
public static class CommitRules
{
    /// <summary>Checks a whole batch.</summary>
    /// <exception cref="ArgumentException">A rule is broken.</exception>
    /// <exception cref="StoreLimitExceededException">A limit is exceeded.</exception>
    public static void CheckBatch(IReadOnlyList<Commit> commits)
    {
        ArgumentNullException.ThrowIfNull(commits);
        if (commits.Count == 0)
            throw new ArgumentException("A batch holds at least one commit.", nameof(commits));
        Limit(nameof(EventStoreLimits.MaxCommitsPerBatch), commits.Count, EventStoreLimits.MaxCommitsPerBatch);
        if (commits.Count == 1)
        {
            Check(commits[0]);
            return;
        }
        var streams = new HashSet<StreamId>(commits.Count);
        // Indexed, here and below: a foreach over the interface would allocate an enumerator for every commit.
        for (var index = 0; index < commits.Count; index++)
        {
            var commit = commits[index];
            Check(commit);
            if (!streams.Add(commit.Stream))
            {
                throw new ArgumentException(
                    $"Two commits of the batch name stream {commit.Stream}; send them in turn.", nameof(commits));
            }
        }
    }

    /// <summary>Checks one commit.</summary>
    /// <exception cref="ArgumentException">A rule is broken.</exception>
    /// <exception cref="StoreLimitExceededException">A limit is exceeded.</exception>
    public static void Check(Commit commit)
    {
        ArgumentNullException.ThrowIfNull(commit);
        _ = commit.Stream.Value;
        if (commit.CommitId == Guid.Empty)
            throw new ArgumentException("A commit has an id; Guid.CreateVersion7() makes a good one.", nameof(commit));
        if (commit.Events.Count == 0)
            throw new ArgumentException("A commit holds at least one event.", nameof(commit));
        Limit(nameof(EventStoreLimits.MaxEventsPerCommit), commit.Events.Count, EventStoreLimits.MaxEventsPerCommit);
        CheckIds(commit);

        long bytes = 0;
        for (var index = 0; index < commit.Events.Count; index++)
        {
            var @event = commit.Events[index];
            Limit(nameof(EventStoreLimits.MaxEventBytes), @event.Json.Length, EventStoreLimits.MaxEventBytes);
            bytes += @event.Json.Length;
            if (@event.EventId == Guid.Empty || string.IsNullOrWhiteSpace(@event.EventType)
                || @event.SchemaVersion is < 1 or > short.MaxValue)
            {
                throw new ArgumentException(
                    "An event has an id, a type name and a schema version from 1.", nameof(commit));
            }
            CheckText(nameof(@event.EventType), @event.EventType, EventTypeAttribute.MaxNameLength);
        }
        Limit(nameof(EventStoreLimits.MaxCommitBytes), bytes, EventStoreLimits.MaxCommitBytes);
    }

    private static void CheckIds(Commit commit)
    {
        var metadata = commit.Metadata;
        if (commit.CommandId is not null)
            CheckCommandId(commit.CommandId);
        CheckText(nameof(metadata.CorrelationId), metadata.CorrelationId, EventStoreLimits.MaxIdLength);
        CheckText(nameof(metadata.CausationId), metadata.CausationId, EventStoreLimits.MaxIdLength);
        CheckText(nameof(metadata.Actor), metadata.Actor, EventStoreLimits.MaxIdLength);
        CheckText(nameof(metadata.Tenant), metadata.Tenant, EventStoreLimits.MaxIdLength);
        CheckText(nameof(metadata.TraceParent), metadata.TraceParent, EventStoreLimits.MaxTraceParentLength);
    }

    /// <summary>
    /// Checks a command id: not blank, no control character, at most <see cref="EventStoreLimits.MaxIdLength"/>.
    /// </summary>
    /// <exception cref="ArgumentException">It is blank or holds a control character.</exception>
    /// <exception cref="StoreLimitExceededException">It is too long.</exception>
    public static void CheckCommandId(string commandId)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(commandId);
        CheckText(nameof(Commit.CommandId), commandId, EventStoreLimits.MaxIdLength);
    }

    private static void CheckText(string name, string? text, int maxLength)
    {
        if (text is null)
            return;
        if (text.Length > maxLength)
            throw new StoreLimitExceededException($"The length of {name}", text.Length, maxLength);
        // Nearly every text is of these characters, and they are found in one sweep.
        if (!text.AsSpan().ContainsAnyExceptInRange(' ', '~'))
            return;
        // UTF-8 cannot hold it; found in the store it would harm the other commits of the batch.
        if (!StrictStringConverter.IsWellFormed(text))
            throw new ArgumentException($"{name} holds no half of a surrogate pair.");
        foreach (var character in text)
        {
            if (char.IsControl(character))
                throw new ArgumentException($"{name} holds no control characters.");
        }
    }

    private static void Limit(string name, long value, long maximum)
    {
        if (value > maximum)
            throw new StoreLimitExceededException(name, value, maximum);
    }
}
