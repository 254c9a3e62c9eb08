using Orchestrix.Appending;
using Orchestrix.Errors;
using Orchestrix.Events;
using Orchestrix.EventStore;
using Orchestrix.LogConsistency;
using Orchestrix.Serialization;

namespace Orchestrix.Sagas;

/// <summary>A saga's way to its stream.</summary>
internal sealed class SagaLog(
    StreamId stream, IEventStore store, IEventAppender appender, EventSerializer serializer)
{
    /// <summary>
    /// Folds the whole stream; with it come the metadata of the call that started the saga, and when the server noted
    /// the latest event.
    /// </summary>
    public async Task<(SagaState State, EventMetadata Origin, DateTimeOffset RecordedAt)> LoadAsync()
    {
        var (state, origin, recordedAt) = (SagaState.New, EventMetadata.None, default(DateTimeOffset));
        await foreach (var recorded in store.ReadStreamAsync(stream, StreamRead.Forwards()))
        {
            if (recorded.Version == 1)
                origin = recorded.Metadata;
            recordedAt = recorded.RecordedAt;
            var @event = LogSegment.Typed<SagaEvent>(serializer, recorded);
            try
            {
                state = state.Apply(@event);
            }
            catch (Exception exception)
            {
                throw LogSegment.FoldFailedOnReplay(recorded, exception);
            }
        }
        return (state, origin, recordedAt);
    }

    /// <summary>Appends behind a version; returns the log position of the last event.</summary>
    /// <exception cref="ConcurrencyException">Another activation was faster.</exception>
    public async Task<long> AppendAsync(long version, IReadOnlyList<SagaEvent> events, EventMetadata metadata)
    {
        var commit = new Commit
        {
            Stream = stream,
            ExpectedVersion = ExpectedVersion.Exactly(version),
            CommitId = VersionSevenId.Next(),
            Events = [.. events.Select(serializer.Serialize)],
            Metadata = metadata,
        };
        var result = await appender.AppendAsync(commit);
        if (result.Status != AppendStatus.Appended)
            throw new ConcurrencyException(stream, commit.ExpectedVersion, result.StreamVersion);
        return result.LastPosition;
    }

    /// <summary>Returns once what was loaded is as durable as what is appended.</summary>
    /// <exception cref="EventStoreUnavailableException">It is not, or it cannot be learned.</exception>
    public Task ConfirmAsync() => store.ConfirmAsync();
}
