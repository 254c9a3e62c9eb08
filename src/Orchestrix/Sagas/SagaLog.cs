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
    /// <summary>Folds the whole stream; with it comes the metadata of the call that started the saga.</summary>
    public async Task<(SagaState State, EventMetadata Origin)> LoadAsync()
    {
        var (state, origin) = (SagaState.New, EventMetadata.None);
        await foreach (var recorded in store.ReadStreamAsync(stream, StreamRead.Forwards()))
        {
            if (recorded.Version == 1)
                origin = recorded.Metadata;
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
        return (state, origin);
    }

    /// <summary>Appends behind a version.</summary>
    /// <exception cref="ConcurrencyException">Another activation was faster.</exception>
    public async Task AppendAsync(long version, IReadOnlyList<SagaEvent> events, EventMetadata metadata)
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
    }
}
